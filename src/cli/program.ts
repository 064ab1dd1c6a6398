import { Command, type OutputConfiguration } from 'commander';
import { version } from '../core/product.ts';
import { operationDefinitions } from '../protocol/operations/registry.ts';
import { getActiveSessionsOperation } from '../protocol/operations/sessions/getActiveSessions.ts';
import { releaseItemOperation } from '../protocol/operations/sessions/releaseItem.ts';
import { sessionContinueOperation } from '../protocol/operations/sessions/sessionContinue.ts';
import { sessionEndOperation } from '../protocol/operations/sessions/sessionEnd.ts';
import { sessionHeartbeatOperation } from '../protocol/operations/sessions/sessionHeartbeat.ts';
import { sessionStartOperation } from '../protocol/operations/sessions/sessionStart.ts';
import { sessionWrapUpOperation } from '../protocol/operations/sessions/sessionWrapUp.ts';
import type { CliContext } from './cliContext.ts';
import { commandIn, complaint } from './complaint.ts';
import { type AddCommand, plainCommandOf } from './commandOf.ts';
import { addCompletion } from './commands/completion/completion.ts';
import { addConfig } from './commands/config/config.ts';
import { addCapture } from './commands/capture/capture.ts';
import { addBootstrap, addIngest } from './commands/documents/readDocuments.ts';
import { addModel } from './commands/embedding/model.ts';
import { addReindex } from './commands/embedding/reindex.ts';
import { addAccept, addReject } from './commands/inbox/decideCandidates.ts';
import { addEnrich } from './commands/entities/enrich.ts';
import { addConversations } from './commands/ingestion/conversations.ts';
import { addListInbox } from './commands/inbox/listInbox.ts';
import { addCancelJob } from './commands/jobs/cancelJob.ts';
import { addJobs } from './commands/jobs/listJobs.ts';
import * as acts from './commands/memories/actOnMemory.ts';
import { addCleanup } from './commands/memories/cleanup.ts';
import { addDeleteAll } from './commands/memories/deleteAllMemories.ts';
import { addEdit } from './commands/memories/editMemory.ts';
import { addGet } from './commands/memories/getMemory.ts';
import { addList } from './commands/memories/listMemories.ts';
import { addHistory } from './commands/memories/getHistory.ts';
import { addPurge } from './commands/memories/purge.ts';
import { addRemember } from './commands/memories/remember.ts';
import { addUndo } from './commands/memories/undo.ts';
import { addListProjects } from './commands/projects/listProjects.ts';
import { addMerge, addMoveProject } from './commands/projects/moveProjects.ts';
import { addOff, addOn, addPause } from './commands/projects/setMode.ts';
import { addSetup } from './commands/openCode/setupOpenCode.ts';
import { addContext } from './commands/recall/getContext.ts';
import { addRecall } from './commands/recall/recall.ts';
import { addSessionClaim, addSessionLog } from './commands/sessions/sessionCommands.ts';
import { addSuggest } from './commands/recall/suggest.ts';
import { addBackup } from './commands/system/backup.ts';
import { addDoctor } from './commands/system/doctor.ts';
import { addRecover } from './commands/system/recover.ts';
import { addRestore } from './commands/system/restore.ts';
import { addRotate } from './commands/system/rotateToken.ts';
import { addMcp, addServe } from './commands/system/serve.ts';
import { addStatus } from './commands/system/memoryStatus.ts';
import { addStats } from './commands/system/stats.ts';
import { addConsolidate } from './commands/upkeep/consolidateMemory.ts';
import { addGetValue } from './commands/values/getValue.ts';
import { addSetValue } from './commands/values/setValue.ts';
import { addImport } from './commands/transfer/importMemories.ts';
import { addUndoImport } from './commands/transfer/undoImport.ts';
import { addExport } from './commands/transfer/exportMemories.ts';
import { addUpgrade } from './commands/upgrade/upgrade.ts';
import type { CliDefinition } from './describeCommand.ts';
import { exampleText } from './exampleText.ts';
import { divideHelp, lastSection } from './helpSections.ts';
import { sentenceOf } from './sentenceOf.ts';

const sessionCommands: readonly AddCommand<unknown>[] = [
  plainCommandOf(sessionStartOperation, { mayBegin: true }),
  plainCommandOf(getActiveSessionsOperation),
  addSessionClaim,
  plainCommandOf(releaseItemOperation),
  plainCommandOf(sessionHeartbeatOperation),
  plainCommandOf(sessionEndOperation),
  plainCommandOf(sessionWrapUpOperation),
  plainCommandOf(sessionContinueOperation, { mayBegin: true }),
  addSessionLog,
];

/** A verb that is not among them says to people what the server says. */
const commands: readonly AddCommand<unknown>[] = [
  addRemember,
  addRecall,
  addContext,
  addSuggest,
  addList,
  addGet,
  addHistory,
  addStats,
  addEdit,
  acts.addResolve,
  acts.addReopen,
  acts.addPin,
  acts.addUnpin,
  acts.addArchive,
  addRestore,
  acts.addDelete,
  addDeleteAll,
  acts.addUnremind,
  acts.addReview,
  addUndo,
  addListInbox,
  addAccept,
  addReject,
  addSetValue,
  addGetValue,
  addIngest,
  addBootstrap,
  addCapture,
  addCleanup,
  addConsolidate,
  addPurge,
  ...sessionCommands,
  addListProjects,
  addOff,
  addPause,
  addOn,
  addMerge,
  addMoveProject,
  addServe,
  addMcp,
  addStatus,
  addRecover,
  addBackup,
  addExport,
  addImport,
  addUndoImport,
  addModel,
  addReindex,
  addEnrich,
  addConversations,
  addJobs,
  addCancelJob,
  addConfig,
  addCompletion,
  addUpgrade,
  addDoctor,
  addSetup,
  addRotate,
];

/** The whole command line. What a command does with files is loaded when it is called. */
export function createProgram(context: CliContext, json: boolean, args: readonly string[] = []): Command {
  const program = rootProgram(context, json, args);
  for (const add of commands) add(program, context);
  for (const definition of operationDefinitions)
    if (isSpoken(definition) && !isThere(program, definition.cli.command))
      plainCommandOf(definition)(program, context);
  describeBelow(program);
  divideHelp(program);
  return program;
}

/** What has no sentences of its own says in its help what the list of commands says of it. */
function describeBelow(parent: Command): void {
  for (const each of parent.commands) {
    // Made before it had commands, it would have the heading of those of the program.
    if (each.commands.length > 0) each.helpCommand('help [command]', 'show help for a command');
    if (each.description() === '') each.description(sentenceOf(each.summary()));
    describeBelow(each);
  }
}

const isSpoken = (definition: object): definition is CliDefinition => 'cli' in definition;

function isThere(program: Command, words: string): boolean {
  let below: Command | undefined = program;
  for (const word of words.split(' ')) below = below?.commands.find((each) => each.name() === word);
  return below !== undefined;
}

function rootProgram({ io }: CliContext, json: boolean, args: readonly string[]): Command {
  const output: OutputConfiguration = {
    writeOut: (text) => io.print(text),
    writeErr: (text) => io.note(text),
    // Programs get one line of JSON instead, from `reportError`.
    outputError: (text, write) => (json ? undefined : write(complaint(text, commandIn(args)))),
    getOutHasColors: () => false,
    getErrHasColors: () => false,
  };
  return new Command('memory-bridge')
    .description('One memory for VS Code and OpenCode, on this computer.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show help')
    .commandsGroup(lastSection)
    .helpCommand('help [command]', 'show help for a command')
    .option('--json', 'print the result as JSON; errors go to standard error as {"error":{"code","message"}}')
    .option('--home <dir>', "data directory (default: MEMORY_BRIDGE_HOME, or the platform's data folder)")
    .option('--port <n>', 'port for this data directory; can only be chosen at the first start')
    .option(
      '--project <p>',
      'project: a folder, an id or an alias (default: MEMORY_BRIDGE_PROJECT, or the current directory)',
    )
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput(output)
    .addHelpText(
      'after',
      `${exampleText([
        'memory-bridge remember "Deploy with make ship" --category procedure',
        'memory-bridge recall how do we deploy',
        'memory-bridge setup opencode',
        'memory-bridge doctor',
      ])}\n\nExit codes: 0 done, 1 failed, 2 wrong usage.`,
    );
}
