/**
 * `built-in`: in this process, no download. `local`: a downloaded model, in this process. `openai`: whatever speaks
 * that API (also LM Studio, llama.cpp, Ollama's `/v1`). `ollama`: its native API. `voyage`: a service.
 */
export const embedderProviders = ['built-in', 'local', 'openai', 'voyage', 'ollama'] as const;
export type EmbedderProvider = (typeof embedderProviders)[number];
