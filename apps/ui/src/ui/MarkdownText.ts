/** Draws Markdown as elements; text stays text. */

import { defineComponent, h, type VNode } from 'vue';

import { markdown, type Inline } from '../logic/markdown';

const words = (parts: Inline[]) => parts.map((part) => (part.kind === 'text' ? part.text : h(part.kind, part.text)));

export default defineComponent({
  name: 'MarkdownText',
  props: { source: { type: String, required: true } },
  setup: (props) => () => h('div', { class: 'markdown' }, markdown(props.source).map((block): VNode => {
    switch (block.kind) {
      // A note stands below a page's own headings.
      case 'heading': return h(block.level < 3 ? 'h3' : 'h4', words(block.text));
      case 'paragraph': return h('p', words(block.text));
      case 'list': return h(block.ordered ? 'ol' : 'ul', block.items.map((item) => h('li', words(item))));
      case 'table': return h('div', { class: 'table', tabindex: 0, role: 'group' }, h('table', [
        h('thead', h('tr', block.head.map((cell) => h('th', { scope: 'col' }, words(cell))))),
        h('tbody', block.rows.map((row) => h('tr', row.map((cell) => h('td', words(cell)))))),
      ]));
    }
  })),
});
