interface Row {
  owner?: { id: string };
}

function orderOwner(row: Row): string {
  return (row.owner as { id: string }).id;
}

function invoiceOwner(row: Row): string {
  const { owner } = row;
  return (owner as { id: string }).id.trim();
}

async function customerOwner(row: Row): Promise<string> {
  await Promise.resolve();
  return (row.owner as { id: string }).id;
}

class Owners {
  ofParcel(row: Row): string {
    return (row.owner as { id: string }).id;
  }

  ofReturn(row: Row): string {
    return (row.owner as { id: string }).id.trim();
  }
}

const ownerKey = (row: Row): string => `owner-${(row.owner as { id: string }).id}`;

/** The same exception with the same message, told apart by nothing but the function that failed: where a minifier took its name, by nothing. */
export const ways: Readonly<Record<string, true>> = { order: true, invoice: true, customer: true, parcel: true, return: true, key: true };

export async function handler({ way }: { way: string; id: number }): Promise<string> {
  const owners = new Owners();
  switch (way) {
    case 'order':
      return orderOwner({});
    case 'invoice':
      return invoiceOwner({});
    case 'customer':
      return await customerOwner({});
    case 'parcel':
      return owners.ofParcel({});
    case 'return':
      return owners.ofReturn({});
    case 'key':
      return ownerKey({});
    default:
      throw new TypeError(`found ${way}; expected one of ${Object.keys(ways).join()}`);
  }
}
