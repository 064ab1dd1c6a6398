// Arithmetic of the training, in AssemblyScript: the same bits on every machine, for WebAssembly fixes the result of each
// operation and the order here is fixed. Row-major matrices of f32; all addresses in bytes; columns in multiples of 8.

/** rowsA x rowsB dot products: c[i, j] = a[i] . b[j], four rows of b at a time. rowsB in multiples of 4. */
export function timesTransposed(a: usize, b: usize, c: usize, rowsA: i32, rowsB: i32, columns: i32): void {
  const width = <usize>columns << 2;
  for (let i = 0; i < rowsA; i++) {
    const row = a + <usize>i * width;
    let out = c + ((<usize>i * <usize>rowsB) << 2);
    for (let j = 0; j < rowsB; j += 4) {
      const b0 = b + <usize>j * width;
      const b1 = b0 + width;
      const b2 = b1 + width;
      const b3 = b2 + width;
      let s0 = f32x4.splat(0);
      let s1 = f32x4.splat(0);
      let s2 = f32x4.splat(0);
      let s3 = f32x4.splat(0);
      for (let o: usize = 0; o < width; o += 16) {
        const x = v128.load(row + o);
        s0 = f32x4.add(s0, f32x4.mul(x, v128.load(b0 + o)));
        s1 = f32x4.add(s1, f32x4.mul(x, v128.load(b1 + o)));
        s2 = f32x4.add(s2, f32x4.mul(x, v128.load(b2 + o)));
        s3 = f32x4.add(s3, f32x4.mul(x, v128.load(b3 + o)));
      }
      store<f32>(out, sum(s0));
      store<f32>(out, sum(s1), 4);
      store<f32>(out, sum(s2), 8);
      store<f32>(out, sum(s3), 12);
      out += 16;
    }
  }
}

/** c[i] += sum over j of a[i, j] * b[j]: an ordinary product, added to c. rowsB in multiples of 4. */
export function addTimes(a: usize, b: usize, c: usize, rowsA: i32, rowsB: i32, columns: i32): void {
  const width = <usize>columns << 2;
  for (let i = 0; i < rowsA; i++) {
    const out = c + <usize>i * width;
    let factor = a + ((<usize>i * <usize>rowsB) << 2);
    for (let j = 0; j < rowsB; j += 4) {
      const f0 = f32x4.splat(load<f32>(factor));
      const f1 = f32x4.splat(load<f32>(factor, 4));
      const f2 = f32x4.splat(load<f32>(factor, 8));
      const f3 = f32x4.splat(load<f32>(factor, 12));
      const b0 = b + <usize>j * width;
      const b1 = b0 + width;
      const b2 = b1 + width;
      const b3 = b2 + width;
      for (let o: usize = 0; o < width; o += 16) {
        let s = v128.load(out + o);
        s = f32x4.add(s, f32x4.mul(f0, v128.load(b0 + o)));
        s = f32x4.add(s, f32x4.mul(f1, v128.load(b1 + o)));
        s = f32x4.add(s, f32x4.mul(f2, v128.load(b2 + o)));
        s = f32x4.add(s, f32x4.mul(f3, v128.load(b3 + o)));
        v128.store(out + o, s);
      }
      factor += 16;
    }
  }
}

/** y[i] = sum over the entries of sparse row i of value * x[column]. `starts` has rows + 1 numbers (i32). */
export function sparseTimes(
  starts: usize, columns: usize, values: usize, x: usize, y: usize, rows: i32, dimensions: i32,
): void {
  const width = <usize>dimensions << 2;
  for (let i = 0; i < rows; i++) {
    const out = y + <usize>i * width;
    memory.fill(out, 0, width);
    const end = load<i32>(starts + (<usize>(i + 1) << 2));
    for (let e = load<i32>(starts + (<usize>i << 2)); e < end; e++) {
      const f = f32x4.splat(load<f32>(values + (<usize>e << 2)));
      const from = x + <usize>load<i32>(columns + (<usize>e << 2)) * width;
      for (let o: usize = 0; o < width; o += 32) {
        v128.store(out + o, f32x4.add(v128.load(out + o), f32x4.mul(f, v128.load(from + o))));
        v128.store(out + o, f32x4.add(v128.load(out + o, 16), f32x4.mul(f, v128.load(from + o, 16))), 16);
      }
    }
  }
}

/** to += factor * from, `count` numbers in multiples of 4. */
export function addScaled(to: usize, from: usize, factor: f32, count: i32): void {
  const f = f32x4.splat(factor);
  const end = <usize>count << 2;
  for (let o: usize = 0; o < end; o += 16)
    v128.store(to + o, f32x4.add(v128.load(to + o), f32x4.mul(f, v128.load(from + o))));
}

/** Scalar product of `count` numbers, in multiples of 4. */
export function dot(a: usize, b: usize, count: i32): f32 {
  let s = f32x4.splat(0);
  const end = <usize>count << 2;
  for (let o: usize = 0; o < end; o += 16) s = f32x4.add(s, f32x4.mul(v128.load(a + o), v128.load(b + o)));
  return sum(s);
}

// @ts-ignore: decorators are the compiler's
@inline
function sum(v: v128): f32 {
  return (
    f32x4.extract_lane(v, 0) + f32x4.extract_lane(v, 1) + (f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3))
  );
}
