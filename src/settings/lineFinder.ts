/** Lines of offsets that are asked for one after the other, the text being read once. */
export function lineFinder(text: string): (offset: number) => number {
  let [line, from] = [1, 0];
  return (offset) => {
    for (let end = text.indexOf('\n', from); end >= 0 && end < offset; end = text.indexOf('\n', from)) {
      line += 1;
      from = end + 1;
    }
    return line;
  };
}
