// A process of its own that measures one function with one text after another, as it is asked. The work is done in a
// worker, so that somebody is left to see when it does not end.
import { plainTextFunctions } from 'plain-text-functions';
import { isMainThread, type MessagePort, parentPort, Worker } from 'node:worker_threads';
import { carelessFunctions } from './carelessFunctions.ts';
import { answered, growthOf, isLinear, type Reach, wholeReach } from './growth.ts';
import { hostileTexts } from './hostileTexts.ts';
import { textFunctions } from './textFunctions.ts';

export interface GrowthRequest {
  readonly functionName: string;
  readonly textName: string;
  readonly reach: Reach;
  /** For one function with one text in all lengths. CPU time, ms: others may keep the machine busy. */
  readonly deadline?: number;
}

/** A sentence about what is wrong, else null. */
export type GrowthReply = string | null;

const functions = { ...plainTextFunctions, ...textFunctions, ...carelessFunctions };
const usualDeadline = 10_000;
const looksEvery = 250;

/** As deep as the main thread of a server may call. */
const resourceLimits = { stackSizeMb: 1, maxYoungGenerationSizeMb: 768, maxOldGenerationSizeMb: 2_048 };

if (isMainThread || parentPort === null) watch();
else work(parentPort);

function work(port: MessagePort): void {
  port.on('message', (request: GrowthRequest) => {
    void judge(request).then((reply: GrowthReply) => port.postMessage(reply));
  });
}

function watch(): void {
  const worker = new Worker(new URL(import.meta.url), { resourceLimits });
  const reply = (said: GrowthReply): void => void process.send?.(said);
  let asked: NodeJS.CpuUsage | undefined;
  let deadline = usualDeadline;
  worker.on('message', (said: GrowthReply) => {
    asked = undefined;
    reply(said);
  });
  worker.on('error', (error) => reply(`threw ${String(error)}`));
  worker.on('online', () => reply(null));
  process.on('message', (request: GrowthRequest) => {
    asked = process.cpuUsage();
    deadline = request.deadline ?? usualDeadline;
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
    worker.postMessage(request);
  });
  process.on('disconnect', () => process.exit());
  setInterval(() => {
    if (asked === undefined) return;
    const { user, system } = process.cpuUsage(asked);
    if ((user + system) / 1_000 < deadline) return;
    asked = undefined;
    // The process that asked ends this one.
    reply(`did not end within ${deadline / 1_000} s of CPU`);
  }, looksEvery);
}

async function judge({ functionName, textName, reach }: GrowthRequest): Promise<GrowthReply> {
  const given = functions[functionName];
  const text = hostileTexts.find(({ name }) => name === textName);
  if (!given || !text) return `there is no function ${functionName}, or no text ${textName}`;
  const run = answered(given);
  try {
    let growth = await growthOf(run, text, reach);
    // A short look may be wrong about little work; the rule itself decides.
    if (!isLinear(growth) && reach.longest < wholeReach.longest)
      growth = await growthOf(run, text, wholeReach);
    if (isLinear(growth)) return null;
    const { length, small, large } = growth;
    return `took ${small.toFixed(1)} ms of CPU for ${length} characters and ${large.toFixed(1)} ms for ${4 * length}`;
  } catch (error) {
    return `threw ${String(error).slice(0, 200)}`;
  }
}
