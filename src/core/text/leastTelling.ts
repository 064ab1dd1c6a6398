/** Characters. Shorter texts stand in others that have nothing to do with them, so that finding them there tells nothing. */
export const leastTelling = 20;
