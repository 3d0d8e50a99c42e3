import { describe, expect, test } from 'vitest';
import { createSSRApp, h } from 'vue';
import { renderToString } from 'vue/server-renderer';

import { markdown } from '../src/logic/markdown';
import MarkdownText from '../src/ui/MarkdownText';

const html = (source: string) => renderToString(createSSRApp({ render: () => h(MarkdownText, { source }) }));

describe('Markdown of a pack', () => {
  test('lists, a line that goes on, bold', () => {
    expect(markdown('- 一\n- 二**要**\n  接着')).toEqual([{ kind: 'list', ordered: false, items: [[{ kind: 'text', text: '一' }], [{ kind: 'text', text: '二' }, { kind: 'strong', text: '要' }, { kind: 'text', text: '接着' }]] }]);
  });

  test('a table with its head', () => {
    const [table] = markdown('| 项目 | 填写 |\n| --- | --- |\n| 姓名 | 周样例 |');
    expect(table).toEqual({ kind: 'table', head: [[{ kind: 'text', text: '项目' }], [{ kind: 'text', text: '填写' }]], rows: [[[{ kind: 'text', text: '姓名' }], [{ kind: 'text', text: '周样例' }]]] });
  });

  test('a paragraph goes on without a gap between Hanzi, with one between words', () => {
    expect(markdown('第一行\n第二行')).toEqual([{ kind: 'paragraph', text: [{ kind: 'text', text: '第一行第二行' }] }]);
    expect(markdown('one\ntwo')).toEqual([{ kind: 'paragraph', text: [{ kind: 'text', text: 'one two' }] }]);
  });

  test('a link shows its words and its address and cannot be pressed', async () => {
    const out = await html('[here](javascript:alert(1)) and [law](https://example.org/law)');
    expect(out).not.toContain('<a');
    expect(out).toContain('law (https://example.org/law)');
  });

  test('HTML stays text', async () => {
    const out = await html('<img src=x onerror=alert(1)>\n\n# <script>x</script>');
    expect(out).not.toMatch(/<img|<script/);
    expect(out).toContain('&lt;img');
  });

  test('any text ends, and none of it is lost', () => {
    for (const odd of ['|', '| a', '-', '- ', '#', '# ', '**', '1. ', '   x', '|-|\n|-|', '> q', '\t\n|a|\n|--|\n', '* * *']) {
      expect(() => markdown(odd), odd).not.toThrow();
    }
  });
});
