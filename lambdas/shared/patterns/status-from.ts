/** Takes a placeholder `status` within bounds. */
export function statusFrom(least: number, most: number): (values: Record<string, string>) => Record<string, string> | null {
  return (values) => {
    const status = Number(values['status']);
    return status >= least && status <= most ? values : null;
  };
}
