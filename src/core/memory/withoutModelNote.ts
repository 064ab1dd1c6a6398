import { oneLine } from '../text/oneLine.ts';

/** The model that was chosen and did not take part in an answer. */
export interface WithoutModel {
  readonly model: string;
  readonly why: 'loading' | 'slow' | 'failed';
}

const reasons: Readonly<Record<WithoutModel['why'], string>> = {
  loading: 'is still being loaded',
  slow: 'did not answer in time',
  failed: 'cannot be used right now',
};

/** `The model Xenova/all-MiniLM-L6-v2 is still being loaded, so only the built-in model answered.` */
export function withoutModelNote({ model, why }: WithoutModel): string {
  const note = `The model ${oneLine(model)} ${reasons[why]}, so only the built-in model answered.`;
  return why === 'loading' ? `${note} Ask again in a moment.` : note;
}
