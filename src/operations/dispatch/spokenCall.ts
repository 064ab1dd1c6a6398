import { MemoryBridgeError } from '../../core/errors.ts';
import {
  type CallDefinition,
  namesOf,
  type OperationDefinition,
  type ToolDefinition,
} from '../../protocol/operation.ts';
import type { AnyOperation } from '../operation.ts';
import { withOurFields } from './fieldNames.ts';
import { ignoredFields } from './ignoredFields.ts';
import { describeInputProblems } from './inputProblems.ts';
import { lenientInput } from './lenientInput.ts';
import { unknownOperation } from './unknownOperation.ts';

/** A call as it is understood: which verb is meant, and with what. */
export interface SpokenCall {
  readonly operation: AnyOperation;
  readonly definition: OperationDefinition;
  readonly input: unknown;
  /** The input under the name that was called. */
  readonly asCalled: (input: unknown) => unknown;
  /** What the answer has under that name when the verb says nothing of it. */
  readonly defaults: Readonly<Record<string, unknown>>;
  /** Fields that mean nothing to what was called. */
  readonly ignored: readonly string[];
  readonly called: CallDefinition;
}

interface Tool {
  readonly definition: ToolDefinition;
  readonly verbs: ReadonlyMap<string, AnyOperation>;
}

export const definitionOf = ({ definition }: AnyOperation): OperationDefinition =>
  definition as OperationDefinition;

/** Understands calls: verbs by their name, and tools by the verb that their action means. */
export class CallTable {
  readonly #operations: ReadonlyMap<string, AnyOperation>;
  readonly #tools: ReadonlyMap<string, Tool>;

  constructor(operations: readonly AnyOperation[], tools: readonly ToolDefinition[]) {
    this.#operations = new Map(
      operations.flatMap((operation) =>
        namesOf(definitionOf(operation)).map((name) => [name, operation] as const),
      ),
    );
    this.#tools = new Map(
      tools.map((definition) => [definition.name, { definition, verbs: verbsOf(definition, operations) }]),
    );
  }

  /** Throws `unknown_operation` or `invalid_input`. */
  understand(name: string, rawInput: unknown): SpokenCall {
    const operation = this.#operations.get(name);
    if (operation) return this.#verb(operation, rawInput);
    const tool = this.#tools.get(name);
    if (!tool) throw unknownOperation(name, [...this.#tools.keys(), ...this.#operations.keys()]);
    return this.#tool(tool, rawInput);
  }

  #verb(operation: AnyOperation, rawInput: unknown): SpokenCall {
    const definition = definitionOf(operation);
    const { input, ignored } = readInput(definition, rawInput);
    const asCalled = (cleaned: unknown) => cleaned;
    return { operation, definition, called: definition, input, ignored, asCalled, defaults: {} };
  }

  #tool({ definition: called, verbs }: Tool, rawInput: unknown): SpokenCall {
    const { input: said, ignored } = readInput(called, rawInput);
    const { action, ...rest } = said as { action: string };
    const operation = verbs.get(action);
    if (!operation) throw new Error(`No verb is the action ${action} of ${called.name}.`);
    const definition = definitionOf(operation);
    return {
      operation,
      definition,
      called,
      // What belongs to other actions is left out.
      input: readInput(definition, rest).input,
      ignored,
      asCalled: (cleaned) => ({ action, ...(cleaned as object) }),
      defaults: { ...called.defaults },
    };
  }
}

function verbsOf({ name }: ToolDefinition, operations: readonly AnyOperation[]): Map<string, AnyOperation> {
  return new Map(
    operations.flatMap((operation) => {
      const { within } = definitionOf(operation);
      return within?.tool === name ? [[within.action, operation] as const] : [];
    }),
  );
}

function readInput(definition: CallDefinition, rawInput: unknown): { input: unknown; ignored: string[] } {
  const { input } = definition;
  const named = withOurFields(definition, rawInput === undefined || rawInput === null ? {} : rawInput);
  const given = lenientInput(input, named);
  const parsed = input.safeParse(given);
  if (parsed.success) return { input: parsed.data, ignored: ignoredFields(input, given) };
  const { message, fields } = describeInputProblems(parsed.error, input, given);
  throw new MemoryBridgeError('invalid_input', message, { details: { fields } });
}
