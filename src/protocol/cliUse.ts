/**
 * How a person says a verb on the command line. It stands in the definition, written out: the command line is built with
 * this of a definition and without its schemas, so what a schema says of a value is said here again, and a test compares.
 */
export interface CliUse<Field extends string = string> {
  /** Its words: `recall`, or `inbox accept` for a command below another. */
  readonly command: string;
  readonly alias?: string;
  /** A few words, in the list of commands. */
  readonly summary: string;
  /** Sentences, at the head of its own help. */
  readonly description?: string;
  readonly argument?: CliArgument<Field>;
  /** A second one behind it. */
  readonly second?: CliArgument<Field>;
  /** In the order in which its help shows them. */
  readonly options?: readonly CliOption<Field>[];
  /** Whole lines, as they are typed. */
  readonly examples?: readonly string[];
  /** Asked before it is done, for what cannot be taken back. The command has the option `--force`, which answers it. */
  readonly asks?: string;
  /**
   * Called for the current project, unless it is called for one that is named alone (`named`), for none (`none`), or for
   * that and from the current project (`fromHere`).
   */
  readonly about?: 'named' | 'none' | 'fromHere';
}

export interface CliArgument<Field extends string = string> {
  /** `<id>` must be given, `[id]` may be, and `<ids...>` are several. */
  readonly syntax: string;
  readonly help: string;
  readonly field: Field;
  /** Several words are one text. */
  readonly joined?: true;
  /** What a complaint calls it, where its syntax does not say. */
  readonly called?: string;
}

export interface CliOption<Field extends string = string> {
  /** `-n, --limit <count>`; without a value it is a flag. */
  readonly flags: string;
  /** Where it is left out, the choices are named. */
  readonly help?: string;
  /** Where it is left out, the option is a matter of the command alone. */
  readonly field?: Field;
  /** Of a flag: what the field gets when it is given, unless that is `true`. */
  readonly value?: false;
  readonly choices?: readonly string[];
  /** Its value is a whole number up to this. */
  readonly most?: number;
  /** From which on, where that is not 1. */
  readonly least?: 0;
  /** It may be given several times, and the field is a list. */
  readonly repeated?: true;
}
