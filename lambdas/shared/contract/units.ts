import * as z from 'zod';

/** Epoch milliseconds. All durations are milliseconds too, unless the name says seconds. */
export const time = z.number().int().nonnegative();
/** 0 to 1. */
export const fraction = z.number().min(0).max(1);
