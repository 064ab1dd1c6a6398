import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadBuiltInEmbedder } from '../../../src/embed/builtIn/loadBuiltInEmbedder.ts';
import { listMemoriesOperation } from '../../../src/protocol/operations/memories/listMemories.ts';
import { recallOperation } from '../../../src/protocol/operations/recall/recall.ts';
import { OperationsBench } from '../../../dev/operations/operationsBench.ts';

let bench: OperationsBench;
beforeEach(async () => {
  bench = await OperationsBench.open(loadBuiltInEmbedder());
});
afterEach(() => bench.close());

/** Contents by id: answers are compared by what was remembered. */
const notes = new Map<string, string>();
const remember = async (content: string): Promise<void> => {
  notes.set((await bench.remember(content)).memory.id, content);
};
const contents = ({ memories }: { memories: { id: string }[] }): (string | undefined)[] =>
  memories.map(({ id }) => notes.get(id));
const recall = async (query: string) => contents(await bench.call(recallOperation, { query }));
const list = async (text: string) => contents(await bench.call(listMemoriesOperation, { text }));

/** What of it does not find the note, first of all by recall and alone by the list. */
async function missed(note: string, asked: readonly string[], others: readonly string[] = []) {
  for (const each of [note, ...others]) await remember(each);
  const misses: unknown[] = [];
  for (const query of asked) {
    const [listed, recalled] = [await list(query), await recall(query)];
    if (listed.length !== 1 || listed[0] !== note) misses.push({ query, listed });
    if (recalled[0] !== note) misses.push({ query, recalled });
  }
  return misses;
}

describe('words inside of text without blanks', () => {
  it.each([
    // The start, the middle and the end; one letter and two.
    ['数据库连接池的最大连接数设置为五十', ['数据库', '连接池', '五十', '池', '数', '十', '最大连接数']],
    [
      'データベースの接続プールは五十本までです',
      ['データベース', '接続', 'プール', '本', '五十本', 'データ'],
    ],
    ['倉庫管理システムの在庫数は毎晩再計算される', ['在庫', '再計算', '倉', '毎晩', 'システム']],
    ['ตั้งค่าจำนวนการเชื่อมต่อฐานข้อมูลสูงสุดไว้ที่ห้าสิบ', ['ฐานข้อมูล', 'เชื่อมต่อ', 'สูงสุด', 'ห้าสิบ', 'ตั้งค่า']],
    ['ຖານຂໍ້ມູນຖືກສຳຮອງທຸກຄືນ', ['ຖານຂໍ້ມູນ', 'ສຳຮອງ', 'ຄືນ']],
    ['មូលដ្ឋានទិន្នន័យត្រូវបានបម្រុងទុករាល់យប់', ['ទិន្នន័យ', 'បម្រុងទុក', 'យប់']],
    ['ဒေတာဘေ့စ်ကိုညတိုင်းအရန်သိမ်းသည်', ['ဒေတာဘေ့စ်', 'အရန်', 'ညတိုင်း']],
    ['데이터베이스연결풀의최대크기는오십이다', ['연결풀', '최대', '오십', '데이터베이스']],
    ['資料庫連線池的上限設為五十', ['連線池', '上限', '資料庫']],
  ])('%s', async (note, asked) => {
    expect(await missed(note, asked, ['Lunch is at noon', '午餐在正午', 'お昼は正午', 'มื้อเที่ยง'])).toEqual([]);
  });

  it('are found beside Latin letters and digits', async () => {
    expect(
      await missed(
        '订单服务使用Redis7缓存会话数据',
        ['Redis7', '缓存', '使用', '用', '会话'],
        ['Memcached is gone'],
      ),
    ).toEqual([]);
    expect(await missed('Webhookを受けたらKafkaに流す', ['Kafka', 'webhook', '流す'], [])).toEqual([]);
    expect(await missed('ย้ายไปPostgreSQLเดือนหน้า', ['PostgreSQL', 'เดือนหน้า'], [])).toEqual([]);
  });

  it('are found across the end of a line, and in Korean with and without a blank', async () => {
    expect(await missed('数据库连\n接池的上\n  限是五十', ['连接池', '上限', '数据库连接池'])).toEqual([]);
    expect(await missed('デプロイ手\r\n順はここに', ['手順', 'デプロイ'])).toEqual([]);
    expect((await recall('接池 限是'))[0]).toContain('接池');
    expect(await recall('"连接池的上限"')).toHaveLength(1);
    await remember('연결 풀을 늘렸다');
    await remember('다른 이야기');
    expect(await recall('연결풀')).toEqual(['연결 풀을 늘렸다']);
    await remember('배포절차를 고쳤다');
    expect(await recall('배포 절차')).toEqual(['배포절차를 고쳤다']);
  });

  it('make a question of particles and endings find what it is about', async () => {
    const note = '订单库的连接池上限定为八十，再高主库的内存就扛不住了';
    await remember(note);
    await remember('报表服务的连接从来不经过连接池，直接查询只读副本');
    await remember('用户库的备份每天凌晨三点开始，上限是两个小时');
    expect((await recall('订单库连接池的上限是多少？'))[0]).toBe(note);
    const served = '캐시 서버를 두 대로 늘렸다';
    await remember(served);
    await remember('배포는 금요일에 하지 않는다');
    expect((await recall('캐시 서버는 몇 대인가요?'))[0]).toBe(served);
  });
});

describe('keywords of another language than English', () => {
  it.each([
    ['Abschlagsrechnungen bleiben nach dem Tausch liegen', 'gestaute Abschlagsrechnung prüfen'],
    ['Zertifikate werden nachts getauscht', 'abgelaufenes Zertifikats'],
    ['Certyfikaty odnawiane nocami przez serwer', 'odnawianie certyfikatu'],
    ['Sertifikalar geceleri yenilenir', 'sertifikanin yenilenmesi'],
  ])('meet other forms of them in %j', async (note, keywords) => {
    const others = [
      'The certificate is renewed at night',
      'Das Lager wird montags gezählt',
      'Backups run at noon',
    ];
    for (const each of [note, ...others]) await remember(each);
    expect((await recall(keywords))[0]).toBe(note);
  });
});

describe('one letter in several forms', () => {
  it.each([
    [
      'Файл настройки хранит порт сервера',
      ['настройки', 'НАСТРОЙКИ', 'настройки'.normalize('NFD'), 'настройка', 'серверы'],
    ],
    ['Ещё один щёлкает счётчик', ['счетчик', 'еще', 'СЧЁТЧИК', 'счётчик'.normalize('NFD')]],
    ['Η ρύθμιση του διακομιστή', ['ρυθμιση', 'ΡΥΘΜΙΣΗ', 'διακομιστης', 'ρύθμιση'.normalize('NFD')]],
    ['서버 설정 파일을 고친다', ['설정'.normalize('NFD'), '설정', '서버'.normalize('NFD')]],
    ['サーバーのバックアップをｶｸﾆﾝする', ['ｻｰﾊﾞｰ', 'バックアップ'.normalize('NFD'), 'カクニン', 'ﾊﾞｯｸｱｯﾌﾟ']],
    ['ＲＥＤＩＳの接続数は５０', ['redis', '50', 'Ｒｅｄｉｓ']],
    ['إعدادات الخَادِم في مـــلف', ['اعدادات', 'الخادم', 'خادم', 'ملف', 'إعدادات']],
    ['הגדרות הַשָּׁרָת', ['השרת', 'הגדרות']],
    ['सर्वर की ज़रूरी सेटिंग हिन्दी में', ['जरूरी', 'हिंदी', 'सेटिंग', 'सर्वर', 'ज़रूरी'.normalize('NFC')]],
    ['ডাটাবেস সার্ভার বন্ধ', ['সার্ভার', 'ডাটাবেস']],
    ['தரவுத்தளம் இணைப்பு', ['இணைப்பு', 'தரவுத்தளம்']],
    ['పోర్టు సంఖ్య ఎనభై', ['సంఖ్య', 'పోర్టు']],
    ['Ａrchive ﬁles in ½ hour', ['archive', 'files']],
    ['Preço e configuração', ['preco', 'configuracao', 'configuração'.normalize('NFD')]],
    ['đường dẫn máy chủ', ['duong dan', 'máy chủ', 'may chu']],
  ])('%s', async (note, asked) => {
    expect(await missed(note, asked, ['Lunch is at noon'])).toEqual([]);
  });

  it('keeps letters apart that a mark makes others', async () => {
    await remember('かくにんする');
    await remember('がくにんする');
    expect(await list('がく')).toEqual(['がくにんする']);
    expect(await list('かく')).toEqual(['かくにんする']);
    await remember('कल');
    await remember('काल');
    await remember('कील');
    expect(await list('काल')).toEqual(['काल']);
  });
});

describe('letters that another keyboard does not have', () => {
  it.each([
    [
      'Ørsta er der loggserveren står',
      ['Orsta', 'Oersta', 'ørsta', 'ØRSTA', 'loggserveren', 'står', 'staar'],
    ],
    ['Serwer w Łodzi, biuro Łódź', ['Lodz', 'łódź', 'Łódź'.normalize('NFD'), 'Lodzi']],
    ['Büro in der Straße', ['Strasse', 'straße', 'STRASSE', 'Buero', 'buro']],
    ['Öl für Ölpumpe', ['oel', 'ol', 'öl', 'fuer']],
    ['Þór og Ðapp', ['thor', 'Þór', 'dapp']],
    ['Đorđe je æblegrød', ['dorde', 'djordje', 'aeblegrod', 'aeblegroed']],
    ['Le cœur du réseau', ['coeur', 'cœur', 'reseau']],
    ['Iğdır sunucusu', ['igdir', 'IĞDIR', 'Iğdır']],
    ['Řeka Ħal Ŋuny', ['reka', 'hal', 'nuny', 'nguny']],
  ])('%s', async (note, asked) => {
    expect(await missed(note, asked, ['Lunch is at noon'])).toEqual([]);
  });

  it('are found where the text lacks them and the question has them', async () => {
    expect(
      await missed(
        'Buero in der Strasse nach Oersta und Lodz',
        ['Büro', 'Straße', 'Ørsta', 'Łódź'],
        ['Lunch'],
      ),
    ).toEqual([]);
  });
});

describe('what people type besides words', () => {
  it('holds phrases together in any script', async () => {
    const note = '缓存预热脚本在发布之后运行';
    await remember(note);
    await remember('发布脚本先运行预热，缓存之后再说');
    await remember('Кэш прогревается после выкладки сервиса');
    await remember('После выкладки кэш сервиса прогревается');
    await remember('使用 Redis 缓存');
    await remember('使用了缓存 Redis');
    expect(await recall('"预热脚本"')).toEqual([note]);
    expect(await recall('“缓存预热脚本”')).toEqual([note]);
    expect(await recall('「预热脚本」')).toEqual([note]);
    expect(await recall('"выкладки сервиса"')).toEqual(['Кэш прогревается после выкладки сервиса']);
    expect(await recall('"Redis 缓存"')).toEqual(['使用 Redis 缓存']);
    expect(await recall('"用 redis"')).toEqual(['使用 Redis 缓存']);
    expect(await recall('"脚本预热"')).toEqual([]);
  });

  it('finds words by how they begin', async () => {
    await remember('Настройки сервера');
    await remember('データベースの移行');
    await remember('सेटिंग्स की फ़ाइल');
    expect(await recall('настр*')).toEqual(['Настройки сервера']);
    expect(await recall('データ*')).toEqual(['データベースの移行']);
    expect(await recall('सेटिं*')).toEqual(['सेटिंग्स की फ़ाइल']);
  });

  it('shows what was found, and explains it by it', async () => {
    const filler = '这里说的是别的事情，和问题没有任何关系。'.repeat(30);
    await remember(`${filler}磁盘告警阈值设为百分之八十五，超过以后自动清理日志。${filler}`);
    const answer = await bench.call(recallOperation, { query: '磁盘告警阈值', explain: true });
    expect(answer.text).toContain('磁盘告警阈值');
    expect(answer.text).toMatch(/告警/);
    expect(answer.memories[0]?.score).toBeGreaterThan(0);
  });
});
