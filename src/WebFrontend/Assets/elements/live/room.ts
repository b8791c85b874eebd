// What the server says of a class: see LiveClassViews.cs.
export type Phase = 'scheduled' | 'open' | 'live' | 'ended' | 'cancelled';
export interface Hand { userId: string; name: string; at: string }
export interface Poll { number: number; question: string; options: string[]; counts: number[]; anonymous: boolean; askedAt: string; closedAt: string | null }
export interface Room {
  classId: string; courseId: string; title: string; phase: Phase; startsAt: string; minutes: number; attendeeLimit: number | null; liveAt: string | null; endedAt: string | null;
  seated: number; waiting: number; admitted: number; handsUp: number; hands: Hand[]; poll: Poll | null; broadcast: { session: number; by: string; at: string } | null;
  hosts: { userId: string; name: string; role: string }[]; ran: number; number: number;
}
export interface Question { number: number; userId: string; name: string; text: string; votes: number; askedAt: string; answeredAt: string | null }
export interface Board { items: Question[]; open: number; number: number }
export interface Me { userId: string; role: 'attendee' | 'coHost' | 'host'; seat: 'none' | 'waiting' | 'seated' | 'left'; ahead: number; handUp: boolean; votes: Record<string, number>; voted: number[] }
export interface View { room: Room; questions: Board; me: Me }
export interface Presence { count: number; people: { id: string; name: string }[] }

export const ordinal = (n: number): string => `${n}${n % 100 >= 11 && n % 100 <= 13 ? 'th' : ['th', 'st', 'nd', 'rd'][n % 10] ?? 'th'}`;

export function clock(ms: number): string {
  const s = Math.max(0, Math.floor(ms / 1_000));
  return [Math.floor(s / 3_600), Math.floor(s / 60) % 60, s % 60].map(n => String(n).padStart(2, '0')).join(':');
}

export function until(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 1) return 'in less than a minute';
  if (minutes < 60) return `in ${minutes} min`;
  if (minutes < 48 * 60) return `in ${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  return `in ${Math.round(minutes / 1_440)} days`;
}
