/** Turns that await their vectors are counted so far: who asks how many are left is not to wait for the count. */
export const mostTurnsCounted = 5_000;
