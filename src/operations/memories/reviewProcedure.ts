import { markProcedureReviewedOperation } from '../../protocol/operations/memories/markProcedureReviewed.ts';
import { setReviewIntervalOperation } from '../../protocol/operations/memories/setReviewInterval.ts';
import type { ChangeOperation } from '../operation.ts';
import { changeOne, sayChanged } from './changeOne.ts';

export const markProcedureReviewed: ChangeOperation<typeof markProcedureReviewedOperation> = {
  definition: markProcedureReviewedOperation,
  run: (input, context, unit) =>
    changeOne(input, 'review', context, unit, ({ review }) => ({
      review: { reviewedAt: context.now, everyDays: review?.everyDays ?? null },
    })),
  render: (output) => sayChanged('Reviewed', output),
};

export const setReviewInterval: ChangeOperation<typeof setReviewIntervalOperation> = {
  definition: setReviewIntervalOperation,

  run: (input, context, unit) =>
    changeOne(input, 'review', context, unit, ({ review }) => {
      const [reviewedAt, everyDays] = [review?.reviewedAt ?? null, input.interval_days];
      return { review: reviewedAt === null && everyDays === null ? null : { reviewedAt, everyDays } };
    }),

  render: (output, { interval_days: days }) =>
    sayChanged(days === null ? 'No longer reviewed' : `To be reviewed every ${days} days`, output),
};
