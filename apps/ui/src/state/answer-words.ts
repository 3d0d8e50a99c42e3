/** Answers and what is wrong with them, in words. */

import { useI18n } from 'vue-i18n';

import type { FieldProblemView, FormFieldView, ValueView } from '../api/generated/api';
import { textOf, yuanOf } from '../logic/answers';
import { grouped, GROUPS, type Grouped } from '../logic/groups';
import { useWords } from './words';

export function useAnswerWords() {
  const { t, te } = useI18n();
  const { day } = useWords();

  return {
    answer({ input }: Pick<FormFieldView, 'input'>, value: ValueView | null): string {
      if (value === null) return '';
      if (value.kind === 'bool') return t(value.value ? 'apply.answer.yes' : 'apply.answer.no');
      if (value.kind === 'day') return day(value.value);
      if (value.kind === 'number') return input.kind === 'money' ? t('apply.answer.money', { yuan: yuanOf(value.value) }) : String(value.value);
      if (input.kind === 'choice' || input.kind === 'choices') {
        const chosen = value.kind === 'choices' ? value.value : [value.value];
        return chosen.map((id) => input.options.find((option) => option.id === id)?.label ?? id).join(t('ui.list_comma'));
      }
      return input.kind in GROUPS ? grouped(textOf(value), input.kind as Grouped) : textOf(value);
    },

    /** The pack's own sentence where it has one. */
    problem({ code, params, text }: FieldProblemView, { input }: Pick<FormFieldView, 'input'>): string {
      if (text) return text;
      const said = Object.fromEntries(Object.entries(params).map(([name, param]) => {
        if (typeof param === 'string') return [name, day(param)];
        return [name, input.kind === 'money' ? yuanOf(param) : param];
      }));
      // A day that exists and lies outside has its own words.
      const what = code === 'bad_date' && 'earliest' in params ? 'too_early' : code === 'bad_date' && 'latest' in params ? 'too_late' : code;
      const own = `apply.problem.${what}_${input.kind}`;
      const key = te(own) ? own : te(`apply.problem.${what}`) ? `apply.problem.${what}` : 'apply.problem.other';
      const count = Object.values(params).find((param) => typeof param === 'number');
      return t(key, said, typeof count === 'number' ? count : 1);
    },
  };
}
