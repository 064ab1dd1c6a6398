import { l10n, type QuickPickItem } from 'vscode';
import type { EmbedderProvider } from '../../protocol/embedderProviders.ts';
import type { EmbedderSettings } from '../../protocol/embedderSettings.ts';
import { pickStep, type StepResult, textStep } from '../shared/platform/inputFlow.ts';

interface Choice extends QuickPickItem {
  readonly provider: EmbedderProvider;
}

/** What is usual for a provider, offered to be changed. Without an address there is only one. */
const usual: Readonly<Record<'ollama' | 'openai' | 'voyage', { model: string; baseUrl?: string }>> = {
  ollama: { model: 'nomic-embed-text', baseUrl: 'http://127.0.0.1:11434' },
  openai: { model: 'text-embedding-3-small', baseUrl: 'https://api.openai.com/v1' },
  voyage: { model: 'voyage-4' },
};

function choices(current: EmbedderSettings): Choice[] {
  const all: Choice[] = [
    {
      provider: 'built-in',
      label: l10n.t('Built-in'),
      detail: l10n.t('No download. Text stays on this computer.'),
    },
    {
      provider: 'local',
      label: l10n.t('MiniLM on this computer'),
      detail: l10n.t('Downloads 23 MB and uses about 250 MB of memory. Text stays on this computer.'),
    },
    {
      provider: 'ollama',
      label: 'Ollama',
      detail: l10n.t('A model running in your Ollama. Text goes to that server and nowhere else.'),
    },
    {
      provider: 'openai',
      label: l10n.t('OpenAI or compatible'),
      detail: l10n.t(
        'Also LM Studio and llama.cpp. The text of all memories is sent to the address you enter.',
      ),
    },
    {
      provider: 'voyage',
      label: 'Voyage AI',
      detail: l10n.t('The text of all memories is sent to api.voyageai.com. Needs a key.'),
    },
  ];
  return all.map((choice) =>
    choice.provider === current.provider ? { ...choice, description: l10n.t('in use') } : choice,
  );
}

/** Asks for a provider, and for what it needs. Undefined when the person went away. */
export async function askForEmbedder(current: EmbedderSettings): Promise<EmbedderSettings | undefined> {
  const title = l10n.t('Choose embedding model');
  for (;;) {
    const items = choices(current);
    const choice = await pickStep({ title, step: 1, totalSteps: 3 }, items, {
      placeholder: l10n.t('Which model should find memories that say the same thing in other words?'),
      active: items.find(({ provider }) => provider === current.provider),
    });
    if (choice === undefined || choice === 'back') return undefined;
    const { provider } = choice.value;
    if (provider === 'built-in' || provider === 'local') return { provider };
    const details = await askForDetails(title, provider, current);
    if (details !== 'back') return details?.value;
  }
}

async function askForDetails(
  title: string,
  provider: keyof typeof usual,
  current: EmbedderSettings,
): Promise<StepResult<EmbedderSettings>> {
  const known = current.provider === provider ? current : undefined;
  const { model: usualModel, baseUrl: usualAddress } = usual[provider];
  for (;;) {
    let baseUrl = known?.baseUrl;
    if (usualAddress !== undefined) {
      const address = await textStep(
        { title, step: 2, totalSteps: 3 },
        {
          prompt: l10n.t('Address of the server: https, or http on this computer'),
          value: baseUrl ?? usualAddress,
          isRequired: true,
          maxLength: 300,
        },
      );
      if (address === undefined || address === 'back') return address;
      baseUrl = address.value === usualAddress ? undefined : address.value;
    }
    const model = await textStep(
      { title, step: 3, totalSteps: 3 },
      {
        prompt: l10n.t('Name of the model'),
        value: known?.model ?? usualModel,
        isRequired: true,
        maxLength: 200,
      },
    );
    if (model === undefined) return undefined;
    if (model === 'back' && usualAddress === undefined) return 'back';
    if (model === 'back') continue;
    return {
      value: {
        provider,
        ...(model.value === usualModel ? {} : { model: model.value }),
        ...(baseUrl === undefined ? {} : { baseUrl }),
      },
    };
  }
}
