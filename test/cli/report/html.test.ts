import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { embeddedJson, html } from '../../../lib/cli/report/html';

test('values are escaped, markup is not, null is nothing', () => {
  const inner = html`<i>${'<&>"\''}</i>`;
  expect(html`<p title="${'"'}">${[inner, inner]}${null}${1}</p>`.text).toBe(
    '<p title="&quot;"><i>&lt;&amp;&gt;&quot;&#39;</i><i>&lt;&amp;&gt;&quot;&#39;</i>1</p>',
  );
});

test('JSON cannot leave its element, and is the same JSON', () => {
  const piece = fc.constantFrom('</script>', '<!--', '-->', ']]>', '\u2028', '\u2029', '&lt;', '"', '\\');
  const text = fc.array(fc.oneof(piece, fc.string({ unit: 'binary' }))).map((all) => all.join(''));
  fc.assert(
    fc.property(fc.dictionary(text, text), (value) => {
      const json = embeddedJson(value).text;
      expect(json).not.toMatch(/[<>&\u2028\u2029]/);
      expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});
