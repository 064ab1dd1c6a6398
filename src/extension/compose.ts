// The features of the extension, one a line: what a folder exports here is loaded, each by itself, with what `createHost`
// has for all of them. A folder imports `shared/` and never another folder; a test holds that.
export { composeBlockers } from './blockers/composeBlockers.ts';
export { composeCapture } from './capture/composeCapture.ts';
export { composeEmbedding } from './embedding/composeEmbedding.ts';
export { composeEntities } from './entities/composeEntities.ts';
export { composeInbox } from './inbox/composeInbox.ts';
export { composeInText } from './inText/composeInText.ts';
export { composeJobs } from './jobs/composeJobs.ts';
export { composeLoops } from './loops/composeLoops.ts';
export { composeMcp } from './mcp/composeMcp.ts';
export { composeMemories } from './memories/composeMemories.ts';
export { composeOpenCode } from './openCode/composeOpenCode.ts';
export { composeProjects } from './projects/composeProjects.ts';
export { composeServerSettings } from './serverSettings/composeServerSettings.ts';
export { composeStatus } from './status/composeStatus.ts';
export { composeWelcome } from './welcome/composeWelcome.ts';
