/** The steps of a draft: its pages, then the materials. */

import type { DraftView } from '../../api/generated/api';
import type { Step } from '../../ui/SectionProgress.vue';

export function stepsOf(draft: DraftView, materials: string): Step[] {
  const pages = draft.pages.map((page, at): Step => ({
    title: page.title,
    done: page.ready >= page.needed,
    to: { name: 'draft', params: { id: draft.id, page: at } },
  }));
  return [...pages, { title: materials, done: false, to: { name: 'draft-materials', params: { id: draft.id } } }];
}

/** Where a draft goes on: on its page, or at the materials behind the last one. */
export function whereItGoesOn(draft: Pick<DraftView, 'id' | 'page' | 'pages'>) {
  return draft.page < draft.pages.length
    ? { name: 'draft', params: { id: draft.id, page: draft.page } }
    : { name: 'draft-materials', params: { id: draft.id } };
}
