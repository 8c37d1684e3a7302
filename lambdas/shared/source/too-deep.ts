/** Whether an error says that the stack had no room for code that is nested so deeply; other RangeErrors are mistakes of the program's own. */
export function isTooDeep(error: unknown): boolean {
  return error instanceof RangeError && error.message.includes('call stack');
}
