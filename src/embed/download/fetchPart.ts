import { type FileHandle, mkdir, open, rm } from 'node:fs/promises';
import path from 'node:path';
import type { ModelFile } from '../../protocol/embedderSettings.ts';
import { followRedirects } from '../../net/followRedirects.ts';
import type { OpenResponse } from '../../net/openResponse.ts';
import type { Network } from '../../net/network.ts';
import { cutOff, lfsPointer, otherFile, signInPage, statusFault } from './downloadFault.ts';
import { startsAsPointer } from './lfsPointer.ts';
import type { DownloadLimits } from './downloadOptions.ts';
import { sizeOf } from './modelFolder.ts';

export interface PartRequest {
  readonly url: URL;
  readonly file: ModelFile;
  /** Where the bytes are gathered; what is there already is continued. */
  readonly part: string;
  readonly network: Network;
  readonly limits: DownloadLimits;
  readonly signal: AbortSignal;
  readonly onBytes: (received: number) => void;
}

/**
 * One request for what is missing of a file. Returns when the part has all its bytes; whether they are the right ones
 * is for the caller to find out. Throws `DownloadFault`, `TransportError`, errors of the disk, or the signal's reason.
 */
export async function fetchPart(request: PartRequest): Promise<void> {
  const { file, part, limits, signal, network } = request;
  await mkdir(path.dirname(part), { recursive: true, mode: 0o700 });
  let present = (await sizeOf(part)) ?? 0;
  if (present > file.bytes) {
    await rm(part, { force: true });
    present = 0;
  }
  request.onBytes(present);
  if (present === file.bytes) return;
  const { url, response } = await followRedirects({
    purpose: 'model',
    url: request.url,
    network,
    connectMs: limits.connectMs,
    idleMs: limits.idleMs,
    signal,
    headers: {
      // A compressed answer has another length and cannot be continued.
      'accept-encoding': 'identity',
      'user-agent': 'opencode-memory-bridge',
      ...(present > 0 ? { range: `bytes=${present}-` } : {}),
    },
  });
  try {
    // The server has fewer bytes than are here, so these are not its own.
    if (response.status === 416) {
      await rm(part, { force: true });
      throw cutOff(url, 0, file.bytes);
    }
    if (response.status !== 200 && response.status !== 206) throw statusFault(response, url);
    const start = await startOf(response, url, file, present);
    await append(request, response, url, start);
  } finally {
    response.close();
  }
}

/** The position that the answer begins at. Throws when the head tells already that it is another file. */
async function startOf(
  { status, headers, body }: OpenResponse,
  url: URL,
  file: ModelFile,
  present: number,
): Promise<number> {
  if (/^text\/html\b/i.test(headers['content-type'] ?? '')) throw signInPage(url);
  const coding = headers['content-encoding'];
  if (coding !== undefined && coding !== 'identity')
    throw otherFile(url, `it came with the coding ${coding}`);
  const length = headers['content-length'] === undefined ? undefined : Number(headers['content-length']);
  const start = status === 206 ? present : 0;
  if (status === 206) {
    const [, first, total] = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(headers['content-range'] ?? '') ?? [];
    if (Number(first) !== present || (total !== '*' && Number(total) !== file.bytes))
      throw otherFile(url, `it sent the range "${headers['content-range']}" of ${file.bytes} bytes`);
  }
  if (length !== undefined && length !== file.bytes - start && (await isPointer(body))) throw lfsPointer(url);
  if (length !== undefined && length !== file.bytes - start)
    throw otherFile(url, `it has ${length + start} bytes, not ${file.bytes}`);
  return start;
}

async function append(request: PartRequest, response: OpenResponse, url: URL, start: number): Promise<void> {
  const { file, part, onBytes } = request;
  // Without a range the answer is the whole file again.
  const handle = await open(part, start === 0 ? 'w' : 'a', 0o600);
  let received = start;
  try {
    for await (const chunk of response.body) {
      if (received === 0 && looksLikePage(chunk)) throw signInPage(url);
      if (received === 0 && startsAsPointer(chunk)) throw lfsPointer(url);
      received += chunk.length;
      if (received > file.bytes) throw otherFile(url, `it continues after ${file.bytes} bytes`);
      await writeAll(handle, chunk);
      onBytes(received);
    }
    if (received < file.bytes) throw cutOff(url, received, file.bytes);
    // On the disk before it gets its name, whatever happens to the power.
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function writeAll(handle: FileHandle, chunk: Buffer): Promise<void> {
  for (let written = 0; written < chunk.length;)
    written += (await handle.write(chunk, written, chunk.length - written)).bytesWritten;
}

/** Some sign-in pages come as plain text or without a type. No model file begins like one. */
function looksLikePage(chunk: Buffer): boolean {
  return /^\s*<(?:!doctype|html|head|script|meta)/i.test(chunk.subarray(0, 256).toString('latin1'));
}

async function isPointer(body: OpenResponse['body']): Promise<boolean> {
  for await (const chunk of body) return startsAsPointer(chunk);
  return false;
}
