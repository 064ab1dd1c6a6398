import * as z from 'zod';
import type { Lending } from '../core/lending.ts';
import type { CliUse } from './cliUse.ts';

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

/** What can be called by its name: a verb, or a tool that stands for several. */
export interface CallDefinition<
  Name extends string = string,
  Input extends z.ZodObject = z.ZodObject,
  Output extends z.ZodObject = z.ZodObject,
> {
  /** snake_case; in OpenCode the tool reads `memory_<name>`. */
  readonly name: Name;
  /** One sentence for people. */
  readonly summary: string;
  /** What a model needs to decide when to call it. Short: every tool list pays for it. */
  readonly description: string;
  readonly input: Input;
  readonly output: Output;
  readonly toolsets: readonly Toolset[];
  readonly hints?: Hints;
  /** Of a verb. What a tool does is of the kind of the verb that its action means. */
  readonly kind?: Kind;
  /** Of a verb: the tool and the action under which agents know it. */
  readonly within?: ToolAction;
  /** Names under which other systems have it. They are tools of their own in the toolset `full`. */
  readonly otherNames?: readonly string[];
  /** Names that it had in earlier releases: understood, and shown nowhere. */
  readonly formerNames?: readonly string[];
  /**
   * Other names of fields, theirs -> ours: understood wherever ours is not given. `working_directory` needs none, it is
   * the `project` of every call that has one.
   */
  readonly otherFields?: Readonly<Record<string, string>>;
  /** Fields that other systems have and that change nothing here, each with the reason that the caller is told. */
  readonly withoutEffect?: Readonly<Record<string, string>>;
}

export interface ToolAction {
  readonly tool: string;
  readonly action: string;
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
> extends CallDefinition<Name, Input, Output> {
  readonly kind: K;
  /**
   * Fields of the input that an operation needs byte for byte: ids of what is there already, and what it reads from this
   * machine by. All other text is cleaned on its way in unless it is a query's. That also goes for `project`, which is
   * cleaned where it is made out.
   */
  readonly exact?: readonly string[];
  /** Settings are refused when there is a secret in them: one that was cut out would be a setting that does nothing. */
  readonly refusesSecrets?: true;
  /** What it keeps is shown to other agents and waits in no Inbox: an agent that gives orders to a model is refused. */
  readonly refusesOrders?: true;
  /** A control that is answered again as before when it is sent twice under one key, like a change. */
  readonly keepsReply?: true;
  /**
   * Who may still say it where memory is switched off: `person`, whose own acts go on, or `anyone`, since it keeps and
   * shows nothing of a project. Nobody, when it is left out, but that a person may ask every query.
   */
  readonly whenOff?: 'person' | 'anyone';
  /** The field with the folder that it is about, where that is not `project`. */
  readonly place?: string;
  /** A control that touches no file, and is done also while the data folder can only be read. */
  readonly touchesNoFile?: true;
  /** What of its environment whoever starts it lends the server: `core/lending.ts`. */
  readonly borrows?: Lending;
  /** Of a verb that is a command of the command line. */
  readonly cli?: CliUse | undefined;
}

/**
 * A tool that stands for several verbs, told apart by the field `action`: the list of tools that every model pays for is
 * short so. Its fields are those of its verbs, which name it with `within`.
 */
export interface ToolDefinition<
  Name extends string = string,
  Input extends z.ZodObject = z.ZodObject,
  Output extends z.ZodObject = z.ZodObject,
> extends CallDefinition<Name, Input, Output> {
  readonly kind?: never;
  /** What its answers have when the verb says nothing of it. */
  readonly defaults?: Partial<z.output<Output>>;
}

/** Every name that leads to it, its own first. */
export const namesOf = ({ name, otherNames = [], formerNames = [] }: CallDefinition): string[] => [
  name,
  ...otherNames,
  ...formerNames,
];

export type InputOf<D extends CallDefinition> = z.input<D['input']>;
export type ParsedInputOf<D extends CallDefinition> = z.output<D['input']>;
export type OutputOf<D extends CallDefinition> = z.output<D['output']>;

/** Texts in which `null` and `none` are words like others, e.g. those that are searched for. */
export const asWritten = z.registry<object>();

/** Texts that may be JSON: whoever sends the value itself means that. */
export const jsonText = z.registry<object>();

/** Words that other systems have for the choices of a field, and the choice that each of them is. */
export const otherChoices = z.registry<Readonly<Record<string, string>>>();

/** Fields that the short list of the toolset `core` leaves out. They are understood there all the same. */
export const inFullOnly = z.registry<object>();

/** Keeps the literal types of a definition, and whether it is a command. */
export function defineOperation<
  const Name extends string,
  Input extends z.ZodObject,
  Output extends z.ZodObject,
  const K extends Kind,
  Cli extends CliUse<keyof z.input<NoInfer<Input>> & string> | undefined = undefined,
>(
  definition: OperationDefinition<Name, Input, Output, K> & { readonly cli?: Cli },
): OperationDefinition<Name, Input, Output, K> & { readonly cli: Cli } {
  return definition as OperationDefinition<Name, Input, Output, K> & { readonly cli: Cli };
}

/** Keeps the literal types of a tool. */
export function defineTool<const Name extends string, Input extends z.ZodObject, Output extends z.ZodObject>(
  definition: ToolDefinition<Name, Input, Output>,
): ToolDefinition<Name, Input, Output> {
  return definition;
}

/** Body of a successful `POST /api/<name>`: `result` for programs, `text` as a person or a model reads it. */
export interface OperationReply<Output> {
  readonly result: Output;
  readonly text: string;
  /** Fields of the input that mean nothing to the operation; the text says so too. */
  readonly ignored?: readonly string[];
  /** What a person has to know beside the result; the text says so too. */
  readonly note?: string;
}
