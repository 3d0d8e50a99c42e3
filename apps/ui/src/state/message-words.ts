/** What a message is called, what it says, and its sign. */

import type { MessageView } from '../api/generated/api';
import type { IconName } from '../ui/icons';
import { useCaseWords } from './case-words';

const BY_CODE: Record<string, IconName> = {
  received: 'check', text_received: 'check', supplied: 'check', supplement: 'pencil', certificate: 'card', refused: 'close', not_accepted: 'close', wrong_authority: 'next',
  supply_lapsed: 'close', withdrawn: 'turn', terminated: 'close', annulled: 'close', rejected: 'undo', stopped: 'clock', resumed: 'clock', extended: 'clock',
};
const BY_KIND: Record<MessageView['kind'], IconName> = { case: 'progress', deadline: 'clock', certificate: 'card', draft: 'form', look: 'eye' };
const NUMBERED = ['received', 'text_received', 'supplied'];

export function useMessageWords() {
  const { t, actor, coded, date, tidy } = useCaseWords();
  function params(message: MessageView) {
    const days = Object.entries(message.params).filter(([name]) => name === 'until' || name === 'date');
    return { ...message.params, service: message.service_name, ...Object.fromEntries(days.map(([name, day]) => [name, date(String(day))])) };
  }
  return {
    icon: (message: MessageView): IconName => BY_CODE[message.code] ?? BY_KIND[message.kind] ?? 'progress',
    title: (message: MessageView) => tidy(coded(`messages.title.${message.code}`, 'messages.title.other', params(message))),
    text: (message: MessageView) => {
      if (message.params.number !== undefined && NUMBERED.includes(message.code)) return t('cases.number', { number: message.params.number });
      if (message.code === 'supplement' && message.params.until) return tidy(t('messages.text.supplement_until', params(message)));
      if (message.code === 'look') return actor(String(message.params.actor ?? ''));
      return tidy(coded(`messages.text.${message.code}`, 'messages.text.other', params(message)));
    },
  };
}
