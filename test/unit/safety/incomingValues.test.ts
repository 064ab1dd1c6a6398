import { describe, expect, it } from 'vitest';
import { cleanMemory, cleanWhole } from '../../../src/transfer/importing/cleanIncoming.ts';
import type { IncomingMemory } from '../../../src/transfer/incoming.ts';
import { FirstLook, IncomingText } from '../../../src/safety/incomingText.ts';
import { SecretRedactor } from '../../../src/safety/secretRedactor.ts';
import { makeMemory } from '../../../dev/memory/makeMemory.ts';

const incoming = new IncomingText([new SecretRedactor()]);
const password = 'JbMQRCKFZWQxgp59';

describe('a value that is cleaned as a whole', () => {
  it('is looked through as one text where somebody has cut it at its commas', async () => {
    const tags = ['db = driver("bolt://graph:7687"', `auth=("neo4j"`, `"${password}"))`];
    const { value } = await incoming.clean({ title: 'A', tags });
    expect(JSON.stringify(value)).not.toContain(password);
    expect(value.tags).toHaveLength(3);
    const look = new FirstLook();
    await look.clean({ title: 'A', tags });
    expect(await incoming.findsNothing(look)).toBe(false);
  });

  it('is a list of words where it is one, which tell nothing of one another', async () => {
    const tags = ['neo4j', 'password', 'release2024', 'auth', 'login'];
    expect((await incoming.clean({ tags })).value.tags).toEqual(tags);
  });

  it('has nothing exact within what is open', async () => {
    const value = { id: password, metadata: { id: `password: ${password}`, [`password: ${password}`]: 1 } };
    const { value: clean } = await incoming.clean(value, new Set(['id']), new Set(['metadata']));
    expect(clean.id).toBe(password);
    expect(JSON.stringify(clean.metadata)).not.toContain(password);
  });
});

describe('a memory that is imported', () => {
  const content = `Restart it: echo ${password} | sudo -S systemctl restart shop`;
  const metadata = { status: `echo ${password}`, deep: [{ target: password }] };

  it('keeps nothing in its metadata that its text tells to be a secret', async () => {
    const item: IncomingMemory = { kind: 'memory', ref: '1', category: 'fact', content, metadata };
    const { value, found } = await cleanMemory(incoming, item);
    expect(JSON.stringify(value)).not.toContain(password);
    expect(found).toEqual(['password']);
    // By itself nothing says what it is.
    const alone = await cleanMemory(incoming, { ...item, content: 'Restart it' });
    expect(alone.value.metadata).toEqual(metadata);
  });

  it('keeps it nowhere in an export of our own either', async () => {
    const memory = makeMemory({ content, metadata });
    const whole = { kind: 'whole', ref: memory.id, memory, origins: [], history: [], turns: [] } as const;
    const { value } = await cleanWhole(incoming, whole);
    expect(JSON.stringify(value.memory)).not.toContain(password);
    expect(value.memory).toMatchObject({ id: memory.id, category: memory.category });
  });
});
