// AssemblyScript, compiled by tools/build/vectorKernel.mjs. All places are addresses in the module's memory, which
// `kernelMemory.ts` hands out: nothing is allocated here, and nothing is kept between calls.

/** A score as bits that sort like the numbers do, without a sign. */
function sortable(score: f32): u32 {
  const bits = reinterpret<i32>(score);
  return <u32>(bits ^ ((bits >> 31) | <i32>0x80000000));
}

function unsorted(bits: u32): f32 {
  return reinterpret<f32>(<i32>bits < 0 ? bits ^ 0x80000000 : ~bits);
}

/** Of two rows with the same score the one with the smaller number is better. */
function keyOf(bits: u32, row: u32): u64 {
  return ((<u64>bits) << 32) | <u64>~row;
}

/**
 * Puts a key into the heap of the best ones, whose root is the worst of them. Returns how many it holds then.
 * A heap, not a sorted list: the pre-filter keeps a thousand.
 */
function offer(heap: usize, capacity: u32, held: u32, key: u64): u32 {
  if (held < capacity) {
    let at = held;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = load<u64>(heap + ((<usize>parent) << 3));
      if (above <= key) break;
      store<u64>(heap + ((<usize>at) << 3), above);
      at = parent;
    }
    store<u64>(heap + ((<usize>at) << 3), key);
    return held + 1;
  }
  if (key <= load<u64>(heap)) return held;
  let at: u32 = 0;
  for (;;) {
    let child = (at << 1) + 1;
    if (child >= held) break;
    let below = load<u64>(heap + ((<usize>child) << 3));
    if (child + 1 < held) {
      const other = load<u64>(heap + ((<usize>(child + 1)) << 3));
      if (other < below) {
        below = other;
        child++;
      }
    }
    if (below >= key) break;
    store<u64>(heap + ((<usize>at) << 3), below);
    at = child;
  }
  store<u64>(heap + ((<usize>at) << 3), key);
  return held;
}

/**
 * Writes the places (u16) of those of `rows` rows that hold a vector (their scale is not zero), whose group's bit is set in
 * `allowed` (0: any group) and whose second of creation is within [from, before). Returns how many.
 */
export function selectRows(
  scales: usize,
  groups: usize,
  created: usize,
  rows: u32,
  allowed: usize,
  from: u32,
  before: u32,
  list: usize,
): u32 {
  const anyTime = from === 0 && before === u32.MAX_VALUE;
  let count: u32 = 0;
  for (let row: u32 = 0; row < rows; row++) {
    const at = (<usize>row) << 2;
    if (load<f32>(scales + at) === 0) continue;
    if (allowed !== 0) {
      const group = load<u32>(groups + at);
      if (((load<u8>(allowed + (group >> 3)) >> (group & 7)) & 1) === 0) continue;
    }
    if (!anyTime) {
      const second = load<u32>(created + at);
      if (second < from || second >= before) continue;
    }
    store<u16>(list + ((<usize>count) << 1), <u16>row);
    count++;
  }
  return count;
}

/** Sum of the products of one row (int8) and the query (int16). `stride` is a multiple of 32. */
export function dot(row: usize, query: usize, stride: usize): i32 {
  let sums = i32x4.splat(0);
  for (let o: usize = 0; o < stride; o += 16) {
    const q = query + (o << 1);
    sums = accumulate(sums, row + o, v128.load(q), v128.load(q, 16));
  }
  return sumOf(sums);
}

function sumOf(sums: v128): i32 {
  return (
    i32x4.extract_lane(sums, 0) +
    i32x4.extract_lane(sums, 1) +
    i32x4.extract_lane(sums, 2) +
    i32x4.extract_lane(sums, 3)
  );
}

/** Products of 16 dimensions of a row with the query, added to what there is. */
function accumulate(sums: v128, row: usize, q0: v128, q1: v128): v128 {
  const codes = v128.load(row);
  return i32x4.add(
    sums,
    i32x4.add(
      i32x4.dot_i16x8_s(i16x8.extend_low_i8x16_s(codes), q0),
      i32x4.dot_i16x8_s(i16x8.extend_high_i8x16_s(codes), q1),
    ),
  );
}

/**
 * Scores the listed rows against the query and keeps the best. `first` is the number of row 0; a score is the product times
 * the row's scale. Two rows at a time, so that each part of the query is loaded once for both, and of each row a line of the
 * cache at a time: with four rows, or shorter steps, memory is read at two thirds of the speed. Returns how many are held.
 */
export function scanRows(
  codes: usize,
  scales: usize,
  stride: usize,
  query: usize,
  list: usize,
  count: u32,
  first: u32,
  heap: usize,
  capacity: u32,
  held: u32,
): u32 {
  let worst: f32 = held < capacity ? -Infinity : unsorted(<u32>(load<u64>(heap) >> 32));
  const end = query + (stride << 1);
  const wholeLines = query + ((stride >> 6) << 7);
  let next: u32 = 0;
  for (; next + 2 <= count; next += 2) {
    const at = list + ((<usize>next) << 1);
    const r0 = <usize>load<u16>(at);
    const r1 = <usize>load<u16>(at, 2);
    let p0 = codes + r0 * stride;
    let p1 = codes + r1 * stride;
    let a0 = i32x4.splat(0);
    let a1 = i32x4.splat(0);
    let q = query;
    for (; q < wholeLines; q += 128) {
      let q0 = v128.load(q);
      let q1 = v128.load(q, 16);
      a0 = accumulate(a0, p0, q0, q1);
      a1 = accumulate(a1, p1, q0, q1);
      q0 = v128.load(q, 32);
      q1 = v128.load(q, 48);
      a0 = accumulate(a0, p0 + 16, q0, q1);
      a1 = accumulate(a1, p1 + 16, q0, q1);
      q0 = v128.load(q, 64);
      q1 = v128.load(q, 80);
      a0 = accumulate(a0, p0 + 32, q0, q1);
      a1 = accumulate(a1, p1 + 32, q0, q1);
      q0 = v128.load(q, 96);
      q1 = v128.load(q, 112);
      a0 = accumulate(a0, p0 + 48, q0, q1);
      a1 = accumulate(a1, p1 + 48, q0, q1);
      p0 += 64;
      p1 += 64;
    }
    for (; q < end; q += 32) {
      const q0 = v128.load(q);
      const q1 = v128.load(q, 16);
      a0 = accumulate(a0, p0, q0, q1);
      a1 = accumulate(a1, p1, q0, q1);
      p0 += 16;
      p1 += 16;
    }
    // Lanes added across: the sums of both rows, and both again.
    const halves = i32x4.add(v128.shuffle<i32>(a0, a1, 0, 4, 1, 5), v128.shuffle<i32>(a0, a1, 2, 6, 3, 7));
    const sums = i32x4.add(halves, v128.shuffle<i32>(halves, halves, 2, 3, 0, 1));
    const scale = v128.load_lane<f32>(scales + (r1 << 2), v128.load32_splat(scales + (r0 << 2)), 1);
    const scores = f32x4.mul(f32x4.convert_i32x4_s(sums), scale);
    const score0 = f32x4.extract_lane(scores, 0);
    const score1 = f32x4.extract_lane(scores, 1);
    if (score0 <= worst && score1 <= worst) continue;
    held = offer(heap, capacity, held, keyOf(sortable(score0), first + <u32>r0));
    held = offer(heap, capacity, held, keyOf(sortable(score1), first + <u32>r1));
    if (held === capacity) worst = unsorted(<u32>(load<u64>(heap) >> 32));
  }
  if (next < count) {
    const row = <usize>load<u16>(list + ((<usize>next) << 1));
    const score = <f32>dot(codes + row * stride, query, stride) * load<f32>(scales + (row << 2));
    held = offer(heap, capacity, held, keyOf(sortable(score), first + <u32>row));
  }
  return held;
}

/** One bit a dimension, set where the code is negative. `signStride` is a multiple of 8, what is over stays zero. */
export function packSigns(codes: usize, stride: usize, rows: u32, signs: usize, signStride: usize): void {
  for (let row: u32 = 0; row < rows; row++) {
    for (let o: usize = 0; o < stride; o += 16)
      store<u16>(signs + (o >> 3), <u16>i8x16.bitmask(v128.load(codes + o)));
    codes += stride;
    signs += signStride;
  }
}

/** Keeps those of the listed rows whose signs differ least from the query's. Returns how many are held. */
export function scanSigns(
  signs: usize,
  signStride: usize,
  query: usize,
  list: usize,
  count: u32,
  first: u32,
  heap: usize,
  capacity: u32,
  held: u32,
): u32 {
  let worst: u32 = held < capacity ? 0 : <u32>(load<u64>(heap) >> 32);
  for (let next: u32 = 0; next < count; next++) {
    const row = <usize>load<u16>(list + ((<usize>next) << 1));
    const p = signs + row * signStride;
    let different: u64 = 0;
    for (let o: usize = 0; o < signStride; o += 8)
      different += popcnt(load<u64>(p + o) ^ load<u64>(query + o));
    const equal = <u32>((signStride << 3) - <usize>different);
    if (held === capacity && equal <= worst) continue;
    held = offer(heap, capacity, held, keyOf(equal, first + <u32>row));
    if (held === capacity) worst = <u32>(load<u64>(heap) >> 32);
  }
  return held;
}

/** Reads memory as fast as this runtime can: what a scan is measured against. `bytes` is a multiple of 64. */
export function readBytes(from: usize, bytes: usize): i32 {
  let a = i64x2.splat(0);
  let b = i64x2.splat(0);
  let c = i64x2.splat(0);
  let d = i64x2.splat(0);
  for (const end = from + bytes; from < end; from += 64) {
    a = v128.or(a, v128.load(from));
    b = v128.or(b, v128.load(from, 16));
    c = v128.or(c, v128.load(from, 32));
    d = v128.or(d, v128.load(from, 48));
  }
  return <i32>v128.any_true(v128.or(v128.or(a, b), v128.or(c, d)));
}
