import { describe, expect, test } from 'vitest';

import type { DeskCaseView, DocumentView, RouteView } from '../src/api/generated/api';
import { addressProblem, begun, servable, spoken } from '../src/logic/delivery';

const route = (kind: RouteView['kind'], needs_address = false, suggested: string | null = null): RouteView => ({ kind, name: kind, text: null, needs_address, suggested });
const ROUTES = [route('app'), route('counter'), route('post', true, '石桥镇 11 号'), route('email', true)];

describe('the choice of a route', () => {
  test('begins with the address that the form has', () => {
    expect(ROUTES.map(begun)).toEqual([{ kind: 'app' }, { kind: 'counter' }, { kind: 'post', to: '石桥镇 11 号' }, { kind: 'email', to: '' }]);
  });

  test.each([
    [{ kind: 'app' }, null],
    [{ kind: 'post', to: '石桥镇 11 号' }, null],
    [{ kind: 'post', to: '  ' }, 'missing'],
    [{ kind: 'post' }, 'missing'],
    [{ kind: 'email', to: 'zhou@example.cn' }, null],
    [{ kind: 'email', to: 'zhou@example' }, 'email_wrong'],
    [{ kind: 'email', to: 'zhou guifang@example.cn' }, 'email_wrong'],
  ] as const)('%o', (choice, problem) => {
    expect(addressProblem(ROUTES, choice)).toBe(problem);
  });

  test('of the app nothing is said, and an address has no white space around it', () => {
    expect(spoken({ kind: 'app' })).toBeUndefined();
    expect(spoken({ kind: 'counter' })).toEqual({ kind: 'counter' });
    expect(spoken({ kind: 'post', to: ' 石桥镇 11 号 ' })).toEqual({ kind: 'post', to: '石桥镇 11 号' });
  });
});

test('the desk records the chosen route first, then any other, and never the app', () => {
  const view = { route: { kind: 'post', name: 'post', to: '石桥镇' }, routes: ROUTES } as DeskCaseView;
  const paper = (honoured: boolean) => ({ delivery: { honoured, served: [], told: [] } }) as unknown as DocumentView;
  expect(servable(view, paper(false)).map(({ kind }) => kind)).toEqual(['post']);
  expect(servable(view, paper(true)).map(({ kind }) => kind)).toEqual(['counter', 'post', 'email']);
});
