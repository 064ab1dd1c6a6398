/** How long a client waits for an owner that says nothing, ms. */
export interface Patience {
  readonly firstLook: number;
  /** A busy machine answers late; only two silences in a row are called hung. */
  readonly secondLook: number;
  /** A connection that has not proven itself by then is given up; an answer that takes longer has the owner looked at. */
  readonly answer: number;
  /** What a failed state or an idle search waits between two looks. */
  readonly rest: number;
  /** How long clients of an older version leave the port to the newer one that asked for it. */
  readonly handOver: number;
}

export const usualPatience: Patience = {
  firstLook: 1_500,
  secondLook: 3_000,
  answer: 3_000,
  rest: 15_000,
  handOver: 2_500,
};
