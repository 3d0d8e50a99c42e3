/** What of the routes of documents can be told without a screen. */

import type { DeskCaseView, DocumentView, RouteRequest, RouteView } from '../api/generated/api';

/** A choice of this route, with what the form says of its address. */
export const begun = (route: RouteView): RouteRequest => (route.needs_address ? { kind: route.kind, to: route.suggested ?? '' } : { kind: route.kind });

export const routeOf = (routes: readonly RouteView[], choice: RouteRequest): RouteView | undefined => routes.find(({ kind }) => kind === choice.kind);

/** What is wrong with the address; the core looks again before anything is signed. */
export function addressProblem(routes: readonly RouteView[], choice: RouteRequest): 'missing' | 'email_wrong' | null {
  if (!routeOf(routes, choice)?.needs_address) return null;
  const to = choice.to?.trim() ?? '';
  if (to === '') return 'missing';
  return choice.kind === 'email' && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(to) ? 'email_wrong' : null;
}

/** What goes with the submission: the app is what is meant where nothing is said. */
export const spoken = (choice: RouteRequest): RouteRequest | undefined => (choice.kind === 'app' ? undefined : { ...choice, ...(choice.to === undefined ? {} : { to: choice.to.trim() }) });

/** By what the desk may record a service: the chosen route first, any other of the service once that is done. The app serves by itself. */
export const servable = (view: DeskCaseView, document: DocumentView): RouteView[] => view.routes.filter(({ kind }) => kind !== 'app' && (document.delivery.honoured || kind === view.route.kind));
