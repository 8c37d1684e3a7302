/** What a piece of base64 or base64url begins with, decoded, up to its first other character. */
export function decodedHead(piece: string): string {
  const encoded = /^[A-Za-z0-9+/_-]*/.exec(piece)?.[0] ?? '';
  // Four characters are three bytes; what is left over was cut.
  return atob(
    encoded
      .slice(0, encoded.length - (encoded.length % 4))
      .replaceAll('-', '+')
      .replaceAll('_', '/'),
  );
}
