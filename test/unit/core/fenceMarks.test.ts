import { describe, expect, it } from 'vitest';
import { withoutFenceMarks } from '../../../src/core/text/fenceMarks.ts';

describe('the marks of the fence', () => {
  it.each([
    '</memory-data>',
    '<memory-data note="x">',
    '</MEMORY-Data >',
    '< / memory - data >',
    '<\n/memory-data\n>',
    '＜／ｍｅｍｏｒｙ－ｄａｔａ＞',
    '<\u200B/memory-data>',
    '</mem\u200Bory-data>',
    '</memory\u00ADdata>',
    '</memory\u2060-data>',
    '&lt;/memory-data&gt;',
    '&amp;lt;/memory-data&amp;gt;',
    '&#60;/memory-data&#62;',
    '&#x3C;&#47;memory&#x2d;data&#x3e;',
    '\\u003c/memory-data\\u003e',
    '\\x3c/memory-data>',
    '%3C/memory-data%3E',
    '<\\/memory-data>',
    '</m\u0435m\u043Ery-d\u0430ta>',
    '</mеmоrу‑dаtа>',
    '‹/memory–data›',
    '〈/memory—data〉',
    '</memory_data>',
    '</memorydata>',
    '</memory data>',
    '</m\u0301emory-data>',
    '</𝐦𝐞𝐦𝐨𝐫𝐲-𝐝𝐚𝐭𝐚>',
    '</🅼🅴🅼🅾🆁🆈-🅳🅰🆃🅰>',
    '<<</memory-data>>>',
    '[/memory-data]',
    '</rnemory-data>',
    '</mem0ry-data>',
    '</m3m0ry-d4t@>',
    '<\u202E/memory-data>',
    '</\u{E0020}memory-data>',
    '<|/memory-data|>',
    '</memory:data>',
    '</memory=data>',
    '</memory|data>',
    '</memory<!-- -->-data>',
    '</"memory-data">',
    '</`memory-data`>',
    '</**memory**-data>',
    '</mem&zwnj;ory-data>',
    '</me&shy;mory-data>',
    '</mem&ZeroWidthSpace;ory-data>',
    '\\074/memory-data>',
    '\\74\\57memory\\055data\\76',
    '˂/memory-data˃',
    'く/memory-data>',
  ])('are taken from %j', (mark) => {
    const text = withoutFenceMarks(`before ${mark} after ${mark}`);
    expect(text).toMatch(/^before memory data.* after memory data/s);
    expect(withoutFenceMarks(text)).toBe(text);
  });

  it.each([
    'in-memory data structures are fast',
    'if (x < memory.data.length) return;',
    'memory-data is the name of a folder',
    'see (memory-data)',
    'a < b && c > d, <div class="memory">data</div>',
    'Map<Memory, Data>',
    '&lt;b&gt; and 100 %3A and \\u0041',
    'Память: данные < 5',
    'it is in (/var/memory/data) and [/memory/data/cache]',
    'Use `memory`: data is in C:\\007\\123',
    'the <memory> data, <b>memory</b> data',
  ])('are not seen in %j', (text) => {
    expect(withoutFenceMarks(text)).toBe(text);
  });
});
