// The room as this page knows it: what came, in the server's order, and what is still on its way there. No DOM.
export interface Message {
  id: string; seq: number; changed: number; authorId: string; authorName: string; text: string | null;
  at: string; editedAt: string | null; deleted: boolean; clientId: string | null;
}

export interface Pending { clientId: string; text: string; state: 'sending' | 'failed'; at: string; error?: string; final?: boolean }

export class ChatLog {
  private readonly byId = new Map<string, Message>();
  private ordered: Message[] = [];
  pending: Pending[] = [];

  // The last change of the room that is in here without a gap before it.
  cursor = 0;

  get messages(): readonly Message[] { return this.ordered; }
  get oldest(): number { return this.ordered[0]?.seq ?? 0; }
  get newest(): number { return this.ordered.at(-1)?.seq ?? 0; }

  // True when it was new here. An older version never replaces a newer one, whatever the order of arrival.
  put(message: Message): boolean {
    const known = this.byId.get(message.id);
    if (known && known.changed >= message.changed) return false;
    this.byId.set(message.id, message);
    if (message.clientId) this.pending = this.pending.filter(each => each.clientId !== message.clientId);
    if (known) this.ordered[this.ordered.indexOf(known)] = message;
    else {
      let at = this.ordered.length;
      while (at > 0 && this.ordered[at - 1]!.seq > message.seq) at--;
      this.ordered.splice(at, 0, message);
    }
    return !known;
  }

  // What a push means: taken in order, or known already, or there is a gap to be asked for.
  receive(message: Message, seq: number): 'taken' | 'gap' {
    this.put(message);
    if (seq <= this.cursor) return 'taken';
    if (seq > this.cursor + 1) return 'gap';
    this.cursor = seq;
    return 'taken';
  }

  unreadAfter(seq: number, me: string): number {
    let count = 0;
    for (let i = this.ordered.length - 1; i >= 0 && this.ordered[i]!.seq > seq; i--) {
      const message = this.ordered[i]!;
      if (!message.deleted && message.authorId !== me) count++;
    }
    return count;
  }
}

// Text with its http(s) addresses apart. Everything else stays text: nothing a member writes becomes markup.
export function linked(text: string): { text: string; href?: string }[] {
  const parts: { text: string; href?: string }[] = [];
  let last = 0;
  for (const match of text.matchAll(/https?:\/\/[^\s<>"'`]+/gi)) {
    let address = match[0].replace(/[.,;:!?]+$/, '');
    while (address.endsWith(')') && (address.match(/\(/g)?.length ?? 0) < (address.match(/\)/g)?.length ?? 0)) address = address.slice(0, -1);
    const href = URL.canParse(address) ? new URL(address) : undefined;
    if (!href || (href.protocol !== 'http:' && href.protocol !== 'https:')) continue;
    if (match.index > last) parts.push({ text: text.slice(last, match.index) });
    parts.push({ text: address, href: href.href });
    last = match.index + address.length;
  }
  if (last < text.length) parts.push({ text: text.slice(last) });
  return parts;
}
