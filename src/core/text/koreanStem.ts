/** What is written together with a noun or ends a verb, longest first. Written for this project. */
const endings = (
  '에서는 에서도 으로는 에게서 이라는 이라고 하나요 되나요 인가요 한가요 습니까 입니까 합니까 됩니까 습니다 입니다 합니다 됩니다 ' +
  '했습니다 됐습니다 되었습니다 하려면 되려면 하는지 되는지 했는지 하지만 에서 에게 으로 까지 부터 보다 처럼 이나 라는 라고 에는 ' +
  '에도 와의 과의 로의 마다 조차 밖에 하는 하고 하면 하기 한다 된다 되는 되고 되면 되기 했다 됐다 나요 까요 은 는 이 가 을 를 의 에 로 ' +
  '와 과 도 만 란 한 할 된 될 함 됨 해 돼'
)
  .split(' ')
  .toSorted((left, right) => right.length - left.length);
const leastSyllables = 2;

/**
 * A Korean word without its particle or verbal ending, as far as two syllables remain. The index has all pairs of
 * syllables of a text, so that what is left is found before whichever particle the text has.
 */
export function koreanStem(word: string): string {
  const ending = endings.find((each) => word.endsWith(each) && word.length - each.length >= leastSyllables);
  return ending === undefined ? word : word.slice(0, -ending.length);
}
