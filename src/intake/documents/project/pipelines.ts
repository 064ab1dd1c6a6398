import { isRecord } from '../../../core/isRecord.ts';
import { boundedYamlIn } from '../../../core/text/boundedYaml.ts';
import type { ProjectStatement } from './manifest.ts';

/** Whether a path (forward slashes, from the root) is a definition of what runs on each push. */
export const isPipeline = (path: string): boolean =>
  /^\.github\/workflows\/[^/]+\.ya?ml$/.test(path) || /^\.gitlab-ci\.ya?ml$/.test(path);

const mostJobs = 30;
const mostCommands = 12;
const longestCommand = 200;

/** Keys of GitLab's file that are no jobs. */
const notJobs = new Set([
  'image',
  'services',
  'stages',
  'types',
  'before_script',
  'after_script',
  'variables',
  'cache',
  'include',
  'default',
  'workflow',
  'pages',
  'spec',
]);

/** What a pipeline runs, and when: one memory a file. */
export function pipelineStatements(path: string, text: string): ProjectStatement[] {
  const file = read(text);
  const jobs = path.startsWith('.github/') ? githubJobs(file) : gitlabJobs(file);
  if (jobs.length === 0) return [];
  const name = typeof file['name'] === 'string' ? file['name'] : path;
  // YAML 1.1 takes the word for true.
  const when = eventsOf(file['on'] ?? file['true']);
  const head = `${path}${when === '' ? '' : ` runs on ${when}`}:`;
  const more = jobs.length - mostJobs;
  const lines = jobs.slice(0, mostJobs).map(({ job, commands }) => {
    const shown = commands.slice(0, mostCommands).join('; ');
    return `- ${job}${shown === '' ? '' : `: ${shown}`}${commands.length > mostCommands ? '; …' : ''}`;
  });
  return [
    {
      ref: 'jobs',
      category: 'fact',
      title: `What the pipeline ${name} runs`,
      content: [head, ...lines, ...(more > 0 ? [`- and ${more} more`] : [])].join('\n'),
    },
  ];
}

interface PipelineJob {
  readonly job: string;
  readonly commands: readonly string[];
}

function read(text: string): Readonly<Record<string, unknown>> {
  // What is none is written for a program with words of its own, or not finished.
  const value = boundedYamlIn(text, { maxAliasCount: 100, merge: true });
  return isRecord(value) ? value : {};
}

const githubJobs = (file: Readonly<Record<string, unknown>>): PipelineJob[] =>
  Object.entries(isRecord(file['jobs']) ? file['jobs'] : {}).flatMap(([job, value]) => {
    if (!isRecord(value)) return [];
    const steps = Array.isArray(value['steps']) ? value['steps'].filter(isRecord) : [];
    const reused = typeof value['uses'] === 'string' ? [`uses ${value['uses']}`] : [];
    return [{ job, commands: [...reused, ...steps.flatMap((step) => commandsIn(step['run']))] }];
  });

const gitlabJobs = (file: Readonly<Record<string, unknown>>): PipelineJob[] =>
  Object.entries(file).flatMap(([job, value]) =>
    notJobs.has(job) || job.startsWith('.') || !isRecord(value) || !('script' in value)
      ? []
      : [{ job, commands: commandsIn(value['script']) }],
  );

/** Each line of a script; what is longer than a command is cut. */
function commandsIn(value: unknown): string[] {
  const texts = Array.isArray(value) ? value.flat(2) : [value];
  return texts
    .flatMap((each) => (typeof each === 'string' ? each.split('\n') : []))
    .map((line) => line.trim().slice(0, longestCommand))
    .filter((line) => line !== '' && !line.startsWith('#'));
}

function eventsOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.filter((each) => typeof each === 'string').join(', ');
  return isRecord(value) ? Object.keys(value).join(', ') : '';
}
