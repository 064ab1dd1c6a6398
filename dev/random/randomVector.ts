/** A vector of unit length whose direction is any as likely as another: normal components by Box and Muller. */
export function randomVector(random: () => number, dimensions: number): Float32Array {
  const vector = Float32Array.from(
    { length: dimensions },
    () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()),
  );
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}
