import * as z from 'zod';

/**
 * What a verb may do, and so how it is run:
 * - a `query` reads and never writes, though it may defer a count;
 * - a `change` writes in one unit of work. It may be sent twice and run twice;
 * - a `task` starts a durable job and answers its id;
 * - a `control` concerns the server and its files, and has no unit of work: settings, keys, purging, reading repositories.
 */
export type Kind = 'query' | 'change' | 'task' | 'control';

/** `core` is what `/mcp` serves; `full` is at `/mcp/full`. What is in neither is for our own clients only. */
export type Toolset = 'core' | 'full';

/** From these, clients of MCP decide when to ask the person. Whether a verb only reads follows from its kind. */
export interface Hints {
  /** It can hide or replace what somebody else wrote. */
  readonly destructive?: true;
  /** It does no more when it is said twice. */
  readonly idempotent?: true;
}

/**
 * A verb that a person or an agent can say. From this come the MCP tool, `POST /api/<name>`, the CLI command and the
 * typed client method; `src/operations/` does it.
 */
export interface OperationDefinition<
  Name extends string = string,
  Input extends z.ZodObject = z.ZodObject,
  Output extends z.ZodObject = z.ZodObject,
  K extends Kind = Kind,
> {
  /** snake_case; in OpenCode the tool reads `memory_<name>`. */
  readonly name: Name;
  /** One sentence for people. */
  readonly summary: string;
  /** What a model needs to decide when to call it. Short: every tool list pays for it. */
  readonly description: string;
  readonly input: Input;
  readonly output: Output;
  readonly kind: K;
  readonly toolsets: readonly Toolset[];
  readonly hints?: Hints;
  /**
   * Fields of the input that an operation needs byte for byte: ids of what is there already, and what it reads from this
   * machine by. All other text is cleaned on its way in unless it is a query's. That also goes for `project`, which is
   * cleaned where it is made out.
   */
  readonly exact?: readonly string[];
  /** Settings are refused when there is a secret in them: one that was cut out would be a setting that does nothing. */
  readonly refusesSecrets?: true;
  /** A control that is answered again as before when it is sent twice under one key, like a change. */
  readonly keepsReply?: true;
  /** A control that touches no file, and is done also while the data folder can only be read. */
  readonly touchesNoFile?: true;
}

export type InputOf<D extends OperationDefinition> = z.input<D['input']>;
export type ParsedInputOf<D extends OperationDefinition> = z.output<D['input']>;
export type OutputOf<D extends OperationDefinition> = z.output<D['output']>;

/** Texts in which `null` and `none` are words like others, e.g. those that are searched for. */
export const asWritten = z.registry<object>();

/** Keeps the literal types of a definition. */
export function defineOperation<
  const Name extends string,
  Input extends z.ZodObject,
  Output extends z.ZodObject,
  const K extends Kind,
>(definition: OperationDefinition<Name, Input, Output, K>): OperationDefinition<Name, Input, Output, K> {
  return definition;
}

/** Body of a successful `POST /api/<name>`: `result` for programs, `text` as a person or a model reads it. */
export interface OperationReply<Output> {
  readonly result: Output;
  readonly text: string;
  /** Fields of the input that mean nothing to the operation; the text says so too. */
  readonly ignored?: readonly string[];
}
