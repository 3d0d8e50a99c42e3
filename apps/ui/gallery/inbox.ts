/** Messages and reminders as the core gives them. All of it is invented. */

import type { CaseCardView, MessageView, OutboxView, ReminderView, RemindersView, SessionView } from '../src/api/generated/api';
import { DAYS } from './samples';

export const NOW = '2026-03-12T04:30:00Z';
const CARD = '老年人优待证';
const PERMIT = '居住证签注';

let made = 0;
function message(code: string, at: string, more: Partial<MessageView> = {}): MessageView {
  const id = `m${(made += 1)}`;
  return { id, case: 'c1', code, params: {}, at, read: true, service_name: CARD, needs_you: false, kind: 'case', link: '/cases/c1', ...more };
}
const look = (at: string, actor: string) => message('look', at, { kind: 'look', params: { actor }, service_name: PERMIT, link: '/looks?case=c2' });
const expires = (code: string, at: string, read: boolean) => message(code, at, { case: null, kind: 'certificate', params: { title: '居住证', date: '2026-04-09', days: 28 }, service_name: '', link: '/certificates/k1', read });

const LATELY: MessageView[] = [
  message('supplement_due', '2026-03-12T01:00:00Z', { case: 'c2', kind: 'deadline', service_name: PERMIT, params: { date: '2026-03-17', days: 3 }, needs_you: true, read: false, link: '/cases/c2/notice' }),
  message('deferred_due', '2026-03-11T01:00:00Z', { case: 'c3', kind: 'deadline', service_name: '个体工商户开业', params: { date: '2026-03-14', days: 3 }, needs_you: true, link: '/cases/c3' }),
  expires('certificate_expires', '2026-03-12T01:00:00Z', false),
  message('draft_goes', '2026-03-12T01:00:00Z', { case: null, kind: 'draft', service_name: '', params: { title: CARD, date: '2026-03-15', days: 3 }, read: false, link: '/services' }),
  look('2026-03-11T06:20:00Z', '窗口 3 号 王敏 (intake)'), look('2026-03-11T06:18:00Z', '窗口 3 号 王敏 (intake)'),
  message('decision_overdue', '2026-03-10T01:00:00Z', { case: 'c4', kind: 'deadline', service_name: '生育登记', params: { date: '2026-03-09', days: 0 }, link: '/cases/c4' }),
  message('certificate', '2026-03-09T07:02:00Z', { params: { title: CARD }, read: false }),
  message('granted', '2026-03-09T07:01:00Z'),
  message('supplement', '2026-03-06T01:44:00Z', { case: 'c2', service_name: PERMIT, params: { until: '2026-03-17' }, needs_you: true, link: '/cases/c2/notice' }),
  message('received', '2026-03-02T09:30:00Z', { params: { number: '2240-0391' } }),
  message('rejected', '2026-03-02T09:20:00Z', { link: '/outbox' }),
];

/** A day on which much was done. */
const FULL: MessageView[] = Array.from({ length: 11 }, (_, i) => message(i % 2 ? 'accepted' : 'received', `2026-03-10T0${i % 8}:1${i % 8}:00Z`, { service_name: `${PERMIT} ${i + 1}` }));

/** From the summer before until the winter. */
const LONG_AGO: MessageView[] = ['2025-07-03', '2025-07-21', '2025-09-08', '2025-12-30', '2026-01-14', '2026-01-15'].flatMap((day, i) => [
  message(i % 2 ? 'accepted' : 'granted', `${day}T02:10:00Z`, { read: i > 3 }),
  look(`${day}T01:40:00Z`, '窗口 1 号 李建国 (caseworker)'),
]);

const away = (all: MessageView[]) => all.filter(({ at }) => at < '2026-02-01').concat(all.filter(({ needs_you }) => needs_you));

export const INBOX: Record<string, MessageView[]> = {
  messages: [...LATELY, ...LONG_AGO],
  'messages-full': [...FULL, ...LATELY.slice(2)].map((one) => ({ ...one, read: true })),
  'messages-away': away([...LATELY.slice(0, 1), ...LONG_AGO, message('supplement_passed', '2026-01-20T01:00:00Z', { kind: 'deadline', params: { date: '2026-01-19', days: 0 }, read: false })]),
  'messages-none': [],
};

export const REMINDERS: RemindersView = { cases: true, deadlines: true, certificates: true, drafts: true, discreet: true, quiet: true, quiet_from: '22:00', quiet_to: '07:00', shows: true, next_at: '2026-03-16T01:00:00Z' };

export const SETTINGS: Record<string, RemindersView> = {
  reminders: REMINDERS,
  'reminders-here': { ...REMINDERS, shows: false, cases: false, drafts: false, discreet: false, quiet_from: '12:30', quiet_to: '14:00', next_at: null },
  'reminders-off': { ...REMINDERS, cases: false, deadlines: false, certificates: false, drafts: false },
};

const card = (id: string, service_name: string, at: number): CaseCardView => ({ id, service_name, certificate_type: null, phase: 'supplement_asked', holder: 'you', number: null, since: NOW, days_left: { ...DAYS[0]!, left: at }, needs_you: true, as_of: NOW });
export const CASES: CaseCardView[] = [card('c2', PERMIT, 3), card('c3', '个体工商户开业', 2)];
export const OUTBOX: OutboxView = { items: [], waiting: 0, next_try_at: null, online: true, last_success_at: '2026-03-12T00:12:00Z', problem: null };

export const RANG: Record<string, ReminderView[]> = {
  discreet: [{ id: 'm1', title: '通办', text: '有一条新消息，打开看看', link: '/cases/c2/notice', count: 1 }],
  plain: [{ id: 'm1', title: '居住证签注还等您补东西', text: '最晚 3 月 17 日，点开看要补什么', link: '/cases/c2/notice', count: 1 }],
};

export const SESSION: SessionView = {
  state: 'unlocked', secret_kind: 'pin', min_length: 6, wait_seconds: null, wait_total_seconds: null, wait_cause: null, wrong_tries: 0, next_wait_seconds: null,
  auto_lock_seconds: 180, enrol_pending: false, quarantined: [], disk_full: false, staff: null,
};
