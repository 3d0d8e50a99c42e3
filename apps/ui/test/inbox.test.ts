import { describe, expect, test } from 'vitest';

import type { MessageView } from '../src/api/generated/api';
import { byDay, folded, inboxOf, openLines, waiting, type DayOfMessages } from '../src/logic/messages';

const message = (id: string, more: Partial<MessageView> = {}): MessageView => ({ id, case: 'c', code: 'accepted', params: {}, at: '2026-03-04T01:00:00Z', read: false, service_name: '证', needs_you: false, kind: 'case', link: '/cases/c', ...more });
const ids = (days: readonly DayOfMessages[]) => days.map(({ messages }) => messages.map(({ id }) => id));

describe('messages', () => {
  test('are grouped by the day of the legal zone, the newest first', () => {
    expect(ids(byDay([message('a', { at: '2026-03-04T15:59:00Z' }), message('b', { at: '2026-03-04T16:01:00Z' }), message('c', { at: '2026-03-04T02:00:00Z' })]))).toEqual([['b'], ['a', 'c']]);
  });

  test('looks of one officer at one case that follow each other are one line, read when all are', () => {
    const look = (id: string, actor: string, read = true) => message(id, { code: 'look', kind: 'look', params: { actor }, read });
    const lines = folded([look('a', '李'), look('b', '李', false), look('c', '王'), message('d'), look('e', '李')]);
    expect(lines.map(({ ids, read }) => [ids, read])).toEqual([[['a', 'b'], false], [['c'], true], [['d'], false], [['e'], true]]);
  });
});

describe('what waits for the person', () => {
  test('only the newest about the same thing of a case is on top: a reminder takes the place of the notice', () => {
    const notice = { needs_you: true, link: '/cases/c/notice' };
    const all = [message('notice', { ...notice, at: '2026-03-01T00:00:00Z' }), message('reminder', { ...notice, kind: 'deadline' }), message('other', { needs_you: true, case: 'd', at: '2026-02-01T00:00:00Z' }), message('read')];
    expect(waiting(all).map(({ id }) => id)).toEqual(['reminder', 'other']);
  });

  test('two things of one case both are', () => {
    const all = [message('supply', { needs_you: true, link: '/cases/c/notice' }), message('deferred', { needs_you: true, link: '/cases/c', at: '2026-03-03T00:00:00Z' })];
    expect(waiting(all).map(({ id }) => id)).toEqual(['supply', 'deferred']);
  });

  test('two without a case both are', () => {
    const all = [message('one', { needs_you: true, case: null, link: '/certificates' }), message('two', { needs_you: true, case: null, link: '/certificates' })];
    expect(waiting(all)).toHaveLength(2);
  });
});

describe('the inbox', () => {
  const at = (day: string) => ({ at: `${day}T01:00:00Z` });
  const now = '2026-07-10T00:00:00Z';

  test('the last weeks are there by day, older ones by month, with what was not read', () => {
    const all = [
      message('today', { ...at('2026-07-09'), read: true }), message('june', { ...at('2026-06-20'), read: true }), message('before', { ...at('2026-06-02'), read: true }),
      message('march a', at('2026-03-31')), message('march b', { ...at('2026-03-01'), read: true }), message('last year', { ...at('2025-12-01'), read: true }),
    ];
    const inbox = inboxOf(all, now);
    expect(ids(inbox.days)).toEqual([['today'], ['june']]);
    expect(inbox.months.map(({ count, unread, days }) => [count, unread, ids(days)])).toEqual([[1, 0, [['before']]], [2, 1, [['march a'], ['march b']]], [1, 0, [['last year']]]]);
    expect([inbox.unread, inbox.oldest]).toEqual([1, '2026-03-31T01:00:00Z']);
  });

  test('after a year away nothing is lost and nothing stands twice', () => {
    const all = Array.from({ length: 400 }, (_, i) => message(String(i), { at: new Date(Date.parse(now) - i * 22 * 3_600_000).toISOString(), needs_you: i % 90 === 7, case: String(i % 5), read: i % 3 === 0 }));
    const { top, days, months, unread } = inboxOf(all, now);
    const shown = [...top, ...days.flatMap(({ messages }) => messages), ...months.flatMap((month) => month.days.flatMap(({ messages }) => messages))].map(({ id }) => id);
    expect(shown.sort()).toEqual(all.map(({ id }) => id).sort());
    expect(unread).toBe(all.filter(({ read }) => !read).length);
    expect(months.every(({ count, days: of }) => count === of.flatMap(({ messages }) => messages).length)).toBe(true);
  });

  test('an old one that waits is on top, not in its month', () => {
    const inbox = inboxOf([message('old', { ...at('2026-01-05'), needs_you: true })], now);
    expect(inbox.top.map(({ id }) => id)).toEqual(['old']);
    expect(inbox.months).toEqual([]);
  });

  test('everything was read: there is no oldest', () => {
    expect(inboxOf([message('a', { read: true })], now).oldest).toBeNull();
  });

  test('a full day is cut short, but never before one that was not read', () => {
    const lines = (read: boolean[]) => folded(read.map((was, i) => message(String(i), { read: was })));
    expect(openLines(lines(Array<boolean>(7).fill(true)))).toBe(7);
    expect(openLines(lines(Array<boolean>(12).fill(true)))).toBe(6);
    expect(openLines(lines([...Array<boolean>(8).fill(true), false, true, true]))).toBe(9);
  });
});
