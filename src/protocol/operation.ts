import * as z from 'zod';

export type Access = 'read' | 'write';

/** `core` is what `/mcp` serves; `full` adds the rest at `/mcp/full`; `internal` is for our own clients only. */
export type Toolset = 'core' | 'full' | 'internal';

/**
 * A verb that a person or an agent can say. From this come the MCP tool, `POST /api/<name>`, the CLI command and the
 * typed client method; `src/operations/` does it.
 */
export interface OperationDefinition<
  Input extends z.ZodObject = z.ZodObject,
  Output extends z.ZodObject = z.ZodObject,
> {
  /** snake_case; in OpenCode the tool reads `memory_<name>`. */
  readonly name: string;
  /** One sentence for people. */
  readonly summary: string;
  /** What a model needs to decide when to call it. Short: every tool list pays for it. */
  readonly description: string;
  readonly input: Input;
  readonly output: Output;
  readonly access: Access;
  readonly toolset: Toolset;
  /**
   * Fields of the input that an operation needs byte for byte: ids of what is there already, and what it reads from this
   * machine by. All other text of a `write` is cleaned on its way in, which also goes for `project`, where it is made out.
   */
  readonly exact?: readonly string[];
  /** Settings are refused when there is a secret in them: one that was cut out would be a setting that does nothing. */
  readonly refusesSecrets?: true;
}

export type InputOf<D extends OperationDefinition> = z.input<D['input']>;
export type ParsedInputOf<D extends OperationDefinition> = z.output<D['input']>;
export type OutputOf<D extends OperationDefinition> = z.output<D['output']>;

/** Texts in which `null` and `none` are words like others, e.g. those that are searched for. */
export const asWritten = z.registry<object>();

/** Keeps the literal types of a definition. */
export function defineOperation<Input extends z.ZodObject, Output extends z.ZodObject>(
  definition: OperationDefinition<Input, Output>,
): OperationDefinition<Input, Output> {
  return definition;
}

/** Body of a successful `POST /api/<name>`: `result` for programs, `text` as a person or a model reads it. */
export interface OperationReply<Output> {
  readonly result: Output;
  readonly text: string;
  /** Fields of the input that mean nothing to the operation; the text says so too. */
  readonly ignored?: readonly string[];
}
