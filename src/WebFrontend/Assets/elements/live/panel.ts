import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { icon } from '../../icons';
import { avatar } from '../person';
import { type Board, type Me, ordinal, type Poll, type Presence, type Room } from './room';

export interface Acts {
  hand(up: boolean, userId?: string): void;
  vote(poll: Poll, option: number): void;
  closePoll(poll: Poll): void;
  ask(event: Event): void;
  voteQuestion(number: number, up: boolean): void;
  answer(number: number, answered: boolean): void;
  coHost(userId: string, is: boolean): void;
}

export function hands(room: Room, me: Me, acts: Acts, all: boolean): TemplateResult | typeof nothing {
  if (!room.hands.length) return all ? html`<div class="hub-livenone">${icon('hand-stop')}<p>No hands are up.</p><p class="hub-xs hub-dim">${me.role === 'attendee' ? 'Raise yours to be called on.' : 'Raised hands line up here, first come, first heard.'}</p></div>` : nothing;
  return html`<section class="hub-card snug hub-stack s" aria-label="Hand queue">
    <div class="hub-between"><b class="hub-sm">Hand queue</b><span class="hub-xs hub-dim">First come, first heard</span></div>
    <ol class="hub-handlist">${repeat((all ? room.hands : room.hands.slice(0, 4)), hand => hand.userId, (hand, index) => html`<li>
      ${avatar(hand.name)}<span class="hub-grow hub-sm hub-trunc"><bdi>${hand.userId === me.userId ? 'You' : hand.name}</bdi></span>
      <span class="hub-tag ${hand.userId === me.userId ? 'ok' : ''}">${index === 0 ? 'Next' : ordinal(index + 1)}</span>
      ${me.role !== 'attendee' && hand.userId !== me.userId ? html`<button class="hub-btn quiet sq small" aria-label="Lower the hand of ${hand.name}" @click=${() => acts.hand(false, hand.userId)}>${icon('check', 's')}</button>` : nothing}</li>`)}</ol>
    ${room.handsUp > (all ? room.hands.length : 4) ? html`<span class="hub-xs hub-dim">and ${room.handsUp - Math.min(room.hands.length, all ? 50 : 4)} more</span>` : nothing}
  </section>`;
}

export function poll(room: Room, me: Me, acts: Acts): TemplateResult | typeof nothing {
  const asked = room.poll;
  if (!asked) return nothing;
  const total = asked.counts.reduce((sum, n) => sum + n, 0);
  const mine = me.votes[String(asked.number)];
  const open = !asked.closedAt && (room.phase === 'open' || room.phase === 'live');
  const mayVote = open && me.seat === 'seated' && mine !== -1;
  return html`<section class="hub-card snug hub-stack s hub-livepoll" aria-label="Poll" data-poll=${asked.number}>
    <div class="hub-between"><b class="hub-sm">Poll: ${asked.question}</b>${open ? me.role === 'attendee' ? nothing : html`<button class="hub-btn plain small" @click=${() => acts.closePoll(asked)}>Close poll</button>` : html`<span class="hub-tag">Closed</span>`}</div>
    <div class="hub-stack t" role="group" aria-label="Answers">${asked.options.map((option, index) => {
      const share = total ? Math.round(asked.counts[index]! / total * 100) : 0;
      return html`<button class="hub-opt ${mine === index ? 'mine' : ''}" style="--v:${share}%" ?disabled=${!mayVote} aria-pressed=${mine === index ? 'true' : 'false'} @click=${() => acts.vote(asked, index)}>
        <span class="hub-row tight">${option}${mine === index ? icon('check', 's') : nothing}</span><span class="hub-num" data-votes=${asked.counts[index]!}>${share}&nbsp;%</span></button>`;
    })}</div>
    <span class="hub-xs hub-dim hub-num">${total === 1 ? '1 answer' : `${total} answers`}${open ? asked.anonymous ? mine === -1 ? ' · anonymous, yours is in' : ' · anonymous, cannot be changed' : mine === undefined ? '' : ' · you can change yours' : ''}</span>
  </section>`;
}

export function questions(board: Board, room: Room, me: Me, acts: Acts): TemplateResult {
  const may = (room.phase === 'open' || room.phase === 'live') && me.seat === 'seated';
  return html`<div class="flow hub-questions">${board.items.length ? repeat(board.items, q => q.number, q => {
    const voted = me.voted.includes(q.number);
    return html`<article class="hub-question ${q.answeredAt ? 'answered' : ''}" data-question=${q.number}>
      <button class="vote ${voted ? 'on' : ''}" ?disabled=${!may || q.userId === me.userId} aria-pressed=${voted ? 'true' : 'false'} aria-label="I want to know too: ${q.text}" @click=${() => acts.voteQuestion(q.number, !voted)}>${icon('chevron-up', 's')}<span class="hub-num">${q.votes}</span></button>
      <div class="hub-grow hub-stack t"><p>${q.text}</p><span class="hub-xs hub-dim hub-row wrapping tight"><bdi>${q.userId === me.userId ? 'You' : q.name}</bdi>${q.answeredAt ? html`<span class="hub-tag ok">${icon('check', 's')}Answered</span>` : nothing}</span></div>
      ${me.role === 'attendee' ? nothing : html`<button class="hub-btn quiet sq small" aria-label=${q.answeredAt ? 'Not answered after all' : 'Mark as answered'} @click=${() => acts.answer(q.number, !q.answeredAt)}>${icon(q.answeredAt ? 'refresh' : 'check', 's')}</button>`}
    </article>`;
  }) : html`<div class="hub-livenone">${icon('help-circle')}<p>No questions yet.</p><p class="hub-xs hub-dim">The ones that most want to know stand on top.</p></div>`}</div>
  ${may ? html`<form class="hub-compose" @submit=${(event: Event) => acts.ask(event)}><label class="hub-grow"><span class="hub-sr">Your question</span><input class="hub-input" name="text" maxlength="400" autocomplete="off" placeholder="Ask the host" /></label><button class="hub-btn primary sq" aria-label="Ask">${icon('send')}</button></form>` : nothing}`;
}

export function people(room: Room, me: Me, here: Presence, acts: Acts): TemplateResult {
  const role = (id: string) => room.hosts.find(host => host.userId === id)?.role;
  return html`<div class="flow"><ul class="hub-handlist" aria-label="Who is here">${repeat(here.people, p => p.id, p => html`<li>${avatar(p.name)}<span class="hub-grow hub-sm hub-trunc"><bdi>${p.name}</bdi>${p.id === me.userId ? ' (you)' : ''}</span>
    ${role(p.id) ? html`<span class="hub-tag accent">${role(p.id) === 'host' ? 'Host' : 'Co-host'}</span>` : nothing}
    ${me.role === 'host' && role(p.id) !== 'host' ? html`<button class="hub-btn quiet small" @click=${() => acts.coHost(p.id, role(p.id) !== 'coHost')}>${role(p.id) === 'coHost' ? 'No co-host' : 'Co-host'}<span class="hub-sr">: ${p.name}</span></button>` : nothing}</li>`)}</ul>
    ${here.count > here.people.length ? html`<p class="hub-xs hub-dim">and ${here.count - here.people.length} more</p>` : nothing}
    ${room.waiting ? html`<p class="hub-xs hub-dim">${room.waiting} wait for a seat.</p>` : nothing}</div>`;
}
