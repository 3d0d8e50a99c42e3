/** What of the desk can be told without a screen: order, search, what is left, what still applies after a change. */

import type { DeskCaseView, DeskItemView, DeskMaterialView, DeskView } from '../api/generated/api';

export type Judgement = NonNullable<DeskMaterialView['judgement']>;

/** A judgement that the clerk chose and that is not recorded yet. */
export interface Choice {
  judgement: Judgement;
  errors: string[];
}

/** The keys 1, 2, 3 in the order of the buttons. */
const ORDER: Judgement[] = ['fit', 'missing', 'unfit', 'not_confirmed'];
export const judgements = (material: DeskMaterialView): Judgement[] => ORDER.filter((one) => material.may.includes(one));

/** A deferrable material that is not there may come after acceptance: another word for the same judgement. */
export const wordOf = (material: DeskMaterialView, judgement: Judgement): Judgement | 'deferred' => (judgement === 'missing' && material.deferrable ? 'deferred' : judgement);

/** What is unfit needs its error named before it can be recorded. */
export const isComplete = ({ judgement, errors }: Choice): boolean => judgement !== 'unfit' || errors.length > 0;

export const unjudged = (view: DeskCaseView): DeskMaterialView[] => view.materials.filter(({ judgement }) => judgement === null);

/** After a judgement the next one that has none; the same one when all are judged. */
export function nextUnjudged(view: DeskCaseView, from: string | null): string | null {
  const at = view.materials.findIndex(({ id }) => id === from);
  const after = [...view.materials.slice(at + 1), ...view.materials.slice(0, at + 1)];
  return after.find(({ judgement }) => judgement === null)?.id ?? from ?? view.materials[0]?.id ?? null;
}

/** Whether a choice can still be made of this view of the case. */
export function stillApplies(choice: Choice, material: DeskMaterialView | undefined): boolean {
  if (!material?.may.includes(choice.judgement)) return false;
  const same = material.judgement === choice.judgement && material.errors.join() === choice.errors.join();
  return !same && choice.errors.every((error) => material.common_errors.some(({ id }) => id === error));
}

export function keptChoices(choices: Readonly<Record<string, Choice>>, view: DeskCaseView): Record<string, Choice> {
  return Object.fromEntries(Object.entries(choices).filter(([id, choice]) => stillApplies(choice, view.materials.find((material) => material.id === id))));
}

export const keptReasons = (reasons: readonly string[], view: DeskCaseView): string[] => reasons.filter((reason) => view.refusals.some(({ id }) => id === reason));

/** What is missing before a decision against someone can be served (rule L9). */
export function missingOfRefusal(view: DeskCaseView, reasons: readonly string[]): 'reason' | 'reconsideration' | 'lawsuit' | null {
  if (keptReasons(reasons, view).length === 0) return 'reason';
  for (const kind of ['reconsideration', 'lawsuit'] as const) if (!view.remedies.some((remedy) => remedy.kind === kind && remedy.where_to !== '')) return kind;
  return null;
}

/** People, items, numbers; full-width forms and spaces do not matter. */
export function found(queue: DeskView, wanted: string): DeskView['groups'] {
  const plain = (text: string) => text.normalize('NFKC').toLowerCase().replace(/\s/g, '');
  const what = plain(wanted);
  const fits = (item: DeskItemView) => [item.applicant, item.service_name, item.number].some((text) => plain(text).includes(what));
  return queue.groups.map((group) => ({ ...group, items: what === '' ? group.items : group.items.filter(fits) })).filter(({ items }) => items.length > 0);
}

/** Which panel a case opens with: who may decide now starts at the decision. */
export const panelOf = (view: DeskCaseView): 'check' | 'decide' => (view.allowed.some((action) => action === 'grant' || action === 'refuse') ? 'decide' : 'check');
