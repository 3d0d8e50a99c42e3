import { describe, expect, test } from 'vitest';
import { effectScope, ref } from 'vue';

import type { CaseCardView, CaseDetailView, DaysLeftView, OutboxItemView } from '../src/api/generated/api';
import { distance, limitOf, madeUp } from '../src/logic/counting';
import { daysLine } from '../src/logic/days-line';
import { grouped, isAgainst, nextStep } from '../src/logic/phases';
import { useOneCase } from '../src/state/one-case';
import { failure, host, settle } from './support/host';

const card = (id: string, phase: string, more: Partial<CaseCardView> = {}): CaseCardView => ({
  id, service_name: '证', certificate_type: null, phase, holder: 'office', number: null, since: '2026-03-02T00:00:00Z', days_left: null, needs_you: false, as_of: '2026-03-02T00:00:00Z', ...more,
});
const days = (more: Partial<DaysLeftView> = {}): DaysLeftView => ({
  kind: 'decision', left: 6, unit: 'working', due: '2026-03-10', stopped: null, overdue: false, provisional: false, today: '2026-03-02', rule: null, promise_days: 10, law_days: 20, silence_accepts: false, line: [], ...more,
});
const view = (phase: string, more: Partial<CaseDetailView> = {}): CaseDetailView => ({
  card: card('c', phase), office: '局', applicant: null, life: [], notice: null, ruling: null, go_to: null, documents: [], route: { kind: 'app', name: '这里', to: null }, routes: [], materials: [], answers: [], update_needed: false, allowed: [], outbox: [], certificate: null, supplement_draft: null, ...more,
});
const sent = (action: OutboxItemView['action'], state: string) => ({ action, state }) as OutboxItemView;
const ruling = { kind: 'refused', document: 'n', date: '2026-03-09', reasons: [], remedies: [] };

describe('the list of cases', () => {
  test('what waits for the person stands first, then the nearest day', () => {
    const { you, here, open, over } = grouped([card('signed', 'draft'), card('late', 'accepted', { days_left: days({ due: '2026-04-01' }) }), card('soon', 'submitted', { days_left: days() }), card('mine', 'supplement_asked', { needs_you: true }), card('old', 'refused', { since: '2026-01-01T00:00:00Z' }), card('new', 'granted')]);
    expect([you, here, open, over].map((group) => group.map(({ id }) => id))).toEqual([['mine'], ['signed'], ['soon', 'late'], ['new', 'old']]);
  });

  test('only an end that goes against the person has the brick edge', () => {
    expect(['refused', 'not_accepted', 'supply_lapsed', 'wrong_authority', 'terminated', 'annulled'].every(isAgainst)).toBe(true);
    expect(['granted', 'withdrawn', 'submitted', 'brand_new'].some(isAgainst)).toBe(false);
  });
});

describe('the one thing to do now', () => {
  test.each([
    ['nothing while the office works', view('accepted', { allowed: ['withdraw'] }), 'nothing'],
    ['supply what the notice asks', view('supplement_asked', { allowed: ['supply', 'withdraw'] }), 'supply'],
    ['supply more without a notice', view('deemed_accepted', { allowed: ['supply'] }), 'supply_more'],
    ['wait while what was supplied is on its way', view('supplement_asked', { allowed: ['supply'], outbox: [sent('supply', 'waiting_for_network')] }), 'sends'],
    ['supply again what came back', view('supplement_asked', { allowed: ['supply'], outbox: [sent('supply', 'returned_for_correction')] }), 'supply'],
    ['wait while a withdrawal is on its way', view('supplement_asked', { allowed: ['supply'], outbox: [sent('withdraw', 'ready')] }), 'sends'],
    ['supply while another route for documents is on its way', view('supplement_asked', { allowed: ['supply'], outbox: [sent('choose_route', 'ready')] }), 'supply'],
    ['supply while photos of the submission are on their way', view('supplement_asked', { allowed: ['supply'], outbox: [sent('submit', 'text_received')] }), 'supply'],
    ['look at what does not go out', view('draft', { outbox: [sent('submit', 'needs_you')] }), 'fix'],
    ['wait for the network before there is a case', view('draft', { outbox: [sent('submit', 'ready')] }), 'sends'],
    ['read the decision', view('refused', { ruling }), 'decision'],
    ['open the certificate', view('granted', { certificate: 'k' }), 'certificate'],
    ['wait for the certificate', view('granted'), 'granted'],
    ['update first', view('granted', { certificate: 'k', update_needed: true }), 'update'],
    ['nothing after withdrawing', view('withdrawn'), 'withdrawn'],
  ] as const)('%s', (_, shown, step) => {
    expect(nextStep(shown)).toBe(step);
  });
});

describe('the number of days and what stands behind it', () => {
  const line = ['2026-02-27', '2026-02-28', '2026-03-01', '2026-03-02'].map((date) => ({ date, counted: date !== '2026-03-01', why: date === '2026-02-28' ? 'make_up_day' : 'working_day', name: null, today: date === '2026-03-02' }));

  test('names the Saturday that was worked', () => {
    expect(madeUp(days({ line }))).toEqual(['2026-02-28']);
  });

  test('says promise and law only where they differ', () => {
    expect(limitOf(days())).toBe('promise_law');
    expect(limitOf(days({ unit: 'calendar' }))).toBe('promise_law_calendar');
    expect(limitOf(days({ promise_days: null }))).toBe('only_working');
    expect(limitOf(days({ promise_days: 20 }))).toBe('only_working');
    expect(limitOf(days({ promise_days: null, law_days: null }))).toBeNull();
  });

  test('is never negative', () => {
    expect(distance(days({ left: -2, overdue: true }))).toBe(2);
  });

  test('the line draws counted days and today; with little room only the ends and today are named', () => {
    const { today, due } = days({ due: '2026-03-02' });
    expect(daysLine({ line, today, due }).map(({ date }) => date)).toEqual(['2026-02-27', '2026-02-28', '2026-03-02']);
    expect(daysLine({ line, today, due }).every(({ labelled }) => labelled)).toBe(true);
    expect(daysLine({ line, today, due }, 2).map(({ labelled }) => labelled)).toEqual([true, false, true]);
  });
});

describe('one case on the screen', () => {
  test('a case that nobody knows is said', async () => {
    const { app } = await host({ 'cases.get': () => { throw failure({ kind: 'not_found', code: 'cases.not_found' }); }, 'outbox.list': () => ({ items: [], waiting: 0, next_try_at: null, online: true, last_success_at: null, problem: null }) });
    const scope = effectScope();
    scope.run(() => useOneCase(app, ref('a')));
    await settle();
    expect(app.state.error?.code).toBe('cases.not_found');
    scope.stop();
  });

  test('is read anew when something of it changed, and the answer about another comes too late', async () => {
    const id = ref('a');
    const replies: Record<string, (view: CaseDetailView) => void> = {};
    const { app, say, calls } = await host({ 'cases.get': ({ case: wanted }: { case: string }) => new Promise<CaseDetailView>((done) => (replies[wanted] = done)) });
    const scope = effectScope();
    const on = scope.run(() => useOneCase(app, id))!;
    await settle();
    id.value = 'b';
    await settle();
    replies['b']!(view('granted'));
    await settle();
    replies['a']!(view('refused'));
    await settle();
    expect(on.view.value?.card.phase).toBe('granted');
    say({ name: 'cases_changed', payload: {} as never });
    await settle();
    expect(calls.map(({ request }) => request['case'])).toEqual(['a', 'b', 'b']);
    scope.stop();
  });
});
