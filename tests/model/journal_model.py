#!/usr/bin/env python3
"""An executable form of the protocol's section "Doing it once", with its promises as invariants.

A history is a list of runs. The model plays random histories, or all of a small kind, and looks
for one that breaks a promise. It shrinks what it finds, prints it, and ends with exit code 1.

What is modelled: Service (carts, checkouts, remembered RequestIds, what goes wrong on the way),
Journal (records, the states of commands, the table), Run (one run), User (edits the input,
chooses keys, believes what was printed) and Promises (the invariants, one function each).

What is left out: commands run one at a time. No request is done late, after its time-out. Nobody
changes a cart between a read and the write after it, nor in the minute for which an answer
counts. Torn records, a second process, Connect- lines, WhatIf, Warnings and a given RequestId.
A run forgets no cart. A kill may lose the note of a Get- or a stored answer just printed.

  python3 journal_model.py --histories 20000     random histories, seeds 1 to 20000
  python3 journal_model.py --exhaustive          every history of a small kind
  python3 journal_model.py --break RULE          without a rule: the promises must notice
"""
import argparse
import itertools
import random
import sys
from collections import Counter, defaultdict, namedtuple
from dataclasses import MISSING, dataclass, fields, replace

FOREVER = 10**9
UPDATES = ('Set', 'Add')
RULES = {
    'dependencies': 'a command that builds on a failed one is not sent',
    'read-before-checkout': 'before a checkout the cart is read and compared',
    'replays-do-not-count': 'an answer that may be a replay does not replace that read',
    'open-stays-open': 'a 5xx leaves a command open',
    'request-id-stays': 'an open New- or Submit- is sent again under its RequestId',
    'read-open-updates': 'an open Set- or Add- is sent again only after a look at the cart',
    'record-each-request': 'each attempt and each repeat has a record of its own',
    'stored-is-synced': 'a record is synced before anything is sent or printed',
}


# --- Histories ---------------------------------------------------------------------------------

def unusual(event):
    """The fields of a line or an input that differ from their defaults, as a dictionary."""
    values = {f.name: getattr(event, f.name) for f in fields(event) if f.default is not MISSING}
    return {name: value for name, value in values.items()
            if name not in ('cart', 'item') and value != getattr(type(event), name)}


def described(words, event):
    marks = []
    for name, value in unusual(event).items():
        if isinstance(value, tuple):
            value = ', '.join(part or 'ok' for part in value)
        name = name.replace('_', ' ')
        marks.append(name if value is True else f'{name}: {value}')
    return f"{words} ({'; '.join(marks)})" if marks else words


@dataclass(frozen=True)
class Line:
    """One line of an input. Its name is one intention of the user, and its key if it has one."""
    command: str
    name: str
    cart: str = ''                   # X is there from the start; @p is the cart of New- p
    item: str = ''
    no_key: bool = False
    with_id: bool = False            # has an Id; was written when all before it had been answered
    new_key: bool = False            # gets a new key if it was NotSent or Rejected
    unknown_session: bool = False
    wrong_parameter: bool = False
    unreadable: bool = False

    def __str__(self):
        item = '=' + self.item if self.item else ''
        return described(f'{self.command}- {self.name} {self.cart}{item}', self)


@dataclass(frozen=True)
class Input:
    """What one run gets, and what goes wrong in it."""
    lines: tuple
    requests: tuple = ()             # what goes wrong with each, in order; after them all is well
    killed_at_step: int = 0
    power_cut: bool = False          # ... and what was not synced is lost
    account: str = 'A'               # 'none': no sign-in
    no_journal: bool = False
    in_module: bool = False          # there, what has no key is neither looked up nor stored
    retry_rejected: bool = False
    disk_full_after: int = FOREVER   # records of requests
    no_reserve: bool = False         # ... and no room for the answers in flight
    change_before_line: int = 0      # over a minute passes, somebody else adds to its cart
    afterwards: str = ''             # somebody else adds to, restores or drops a cart

    def __str__(self):
        return described(f"run [{'; '.join(map(str, self.lines))}]", self)


# --- The service -------------------------------------------------------------------------------

# What can go wrong with a request: what is seen of it, and whether it was done.
FAULTS = {
    'lost': ('lost', False), 'error': ('5xx', False), 'conflict': ('409', False),
    'throttled': ('429', False), 'unauthorized': ('401', False), 'put off': ('later', False),
    'rejected': ('no', False), 'proxy page': ('page', False), 'never sent': ('unsent', False),
    'done but lost': ('lost', True), 'done but error': ('5xx', True),
    'done but conflict': ('409', True), 'done but proxy page': ('page', True),
    'partial': ('', True), 'partial but lost': ('lost', True)}


# What is retried in the same run, once.
RETRIED = ('lost', '5xx', '429', 'unsent')

Response = namedtuple('Response', 'status cart items ordered', defaults=('', (), False))
# A line with what it stands for in a run: its content, its identity, whether it is journalled.
Command = namedtuple('Command', 'line name cart content identity stored')


@dataclass
class Cart:
    account: str
    states: list                     # line items, the newest last
    maker: str = ''
    ordered: bool = False
    some_failed: bool = False        # some orders of its checkout
    dropped: bool = False


class Service:
    """Does what it is asked, and replays its answer to a RequestId that it remembers."""

    def __init__(self, memory, before_write):
        self.memory, self.before_write = memory, before_write    # memory: how many requests
        self.carts = {'X': Cart('A', [('x',)])}
        self.done, self.remembered, self.requests = [], {}, 0    # done: the truth

    def answer(self, command, name, account, request_id, body, fault):
        """Name is that of the command, or Get where a command reads first."""
        self.requests += 1
        seen, done = FAULTS.get(fault, ('', True))
        if name == 'Get' and seen in ('409', 'no'):
            seen, done = '', True
        if not done or seen == '409' and name in UPDATES:
            return Response(seen)
        when, first, response = self.remembered.get((account, request_id), (-FOREVER, '', ''))
        if name == 'Get' or self.requests - when > self.memory:
            some_fail = fault in ('partial', 'partial but lost')
            response = self.do(command, name, account, body, some_fail)
            self.remembered[account, request_id] = self.requests, (name, body), response
        elif first != (name, body):
            response = Response('no')
        return Response(seen) if seen else response

    def do(self, command, name, account, body, some_fail):
        at = command.cart
        if name == 'New':
            at = f'C{len(self.carts)}'
            self.carts[at] = Cart(account, [body], command.line.name)
        cart = self.carts[at]
        closed = cart.ordered and not cart.some_failed
        unusable = cart.dropped and not cart.ordered or name in UPDATES and closed
        if cart.account != account or unusable:
            return Response('no')
        if name in UPDATES:
            self.before_write(command, cart, body)
            cart.states.append(body)
        if name == 'Submit' and not closed:
            self.before_write(command, cart, body)
            cart.ordered, cart.some_failed = True, some_fail
        if name != 'Get':
            self.done.append(command._replace(cart=at))
        status = 'partial' if name == 'Submit' and cart.some_failed else 'ok'
        return Response(status, at, cart.states[-1], cart.ordered and not cart.some_failed)


# --- The journal -------------------------------------------------------------------------------

# What an answer makes of a command; all others: later. A 409 but of an update: open.
MEANINGS = {'ok': 'done', 'partial': 'partial', 'no': 'rejected',
            'lost': 'open', '5xx': 'open', 'page': 'open'}


class State:
    """What the journal has of one command."""
    kind = 'nothing'                 # nothing, later, done, partial, rejected (for good), open
    content = account = cart = request_id = body = result = None
    made_from = None                 # the state of the cart that the body was made from
    answered_at = -1                 # place of its last answer in the journal
    never_sent = False               # later, and nothing of it has left this machine
    repeat_rejected = False          # open, and its repeat was rejected

    @property
    def kept(self):
        return self.kind in ('open', 'partial', 'done')

    def is_sent(self, data):
        """A request without an answer leaves a command open, whatever is answered to the next."""
        vars(self).update(data)
        if self.kind != 'open':
            self.kind = 'open' if self.kind == 'sent' else 'sent'
            self.repeat_rejected = False

    def is_answered(self, place, means, response):
        self.answered_at, self.never_sent = place, response.status == 'unsent'
        if means in ('done', 'partial'):
            self.kind, self.result, self.cart = means, response, response.cart
        elif 'open' in (self.kind, means):
            self.repeat_rejected |= self.kind == 'open' and means == 'rejected'
            self.kind = 'open'
        else:
            self.kind = 'partial' if self.result else means


class Journal:
    """Records: ('sent', identity, data), ('answered', ...) and the notes: ('printed', ...)."""

    def __init__(self):
        known = {'response': Response('ok', 'X', ('x',))}
        self.records, self.synced = [('printed', ('New', 'seed'), known)], 0

    def sync(self):
        self.synced = len(self.records)

    def states(self):
        states = defaultdict(State)
        for place, (kind, identity, data) in enumerate(self.records):
            if kind == 'sent':
                states[identity].is_sent(data)
            elif kind == 'answered':
                states[identity].is_answered(place, **data)
        for state in states.values():
            state.kind = 'open' if state.kind == 'sent' else state.kind
        return states

    def last_printed(self, cart):
        """The line items in the last answer for a cart that was printed; None if none was.

        A change that is done, but not noted as printed, leaves open what was printed last.
        """
        last = None
        for kind, identity, data in self.records:
            if kind != 'sent' and identity[0] != 'Submit' and data['response'].cart == cart:
                last = data['response'].items if kind == 'printed' else ('not known',)
        return last

    def table(self, run, command):
        """What the journal has of a command -> what the run does, row by row."""
        has = self.states()[command.identity]
        other_content = has.kept and has.content != command.content
        another_account = has.kept and has.account != run.input.account and (
            run.input.account != 'none' or has.kind != 'done')
        plainly = has.kind if not other_content and not another_account else ''
        # nothing
        if has.kind == 'nothing':
            return run.send(command, has)
        # later
        if has.kind == 'later':
            return run.send(command, has)
        # done
        if plainly == 'done':
            return Answer('Done', 0, result=has.result, from_journal=True)
        # partial
        again = run.input.retry_rejected
        if plainly == 'partial':
            return run.send(command, has) if again else Answer('Partial', 4, '', has.result)
        # rejected for good
        if has.kind == 'rejected':
            again |= has.content != command.content or self.changed_since(command, has)
            return run.send(command, has) if again else Answer('Rejected', 4, 'as stored')
        # open: New-
        if plainly == 'open' and command.name == 'New' and not has.repeat_rejected:
            return run.send(command, has)
        # open: Submit-
        if plainly == 'open' and command.name == 'Submit' and not has.repeat_rejected:
            return run.send(command, has)
        # open: Set-, Add-
        if plainly == 'open' and command.name in UPDATES:
            return run.send(command, has)
        # open, and its repeat was rejected
        if plainly == 'open':
            return Answer('Unknown', 4, 'its repeat was rejected')
        # its key, open, partial or done, with other content
        if other_content:
            return run.refuse(has, 'IdempotencyKeyReused')
        # open, partial or done as another account
        return run.refuse(has, 'AnotherAccount', 3 if run.input.account == 'none' else 4)

    def changed_since(self, command, has):
        return command.name == 'Submit' and any(
            other.kind == 'done' and other.cart == has.cart
            and other.answered_at > has.answered_at for other in self.states().values())


# --- One run -----------------------------------------------------------------------------------

# The code is what an answer makes of the exit code. Fresh: the result is the cart's state now.
Answer = namedtuple('Answer', 'outcome code error result fresh from_journal unstored',
                    defaults=('', None, False, False, False))


class Killed(Exception):
    pass


class Run:
    """One run of partner-cart. `step` may kill it, `ask` reaches the service."""

    def __init__(self, given, journal, broken, step, ask):
        self.input, self.journal, self.broken = given, journal, broken
        self.step, self.ask = step, ask
        self.shown, self.fresh = {}, set()       # what was printed for a cart; and is so now
        self.failed, self.codes, self.answered, self.places = {}, [], set(), Counter()
        self.records, self.disk_full = 0, False
        journal.sync()                           # what an earlier run wrote

    def command(self, line, key, cart):
        content, identity = (cart, line.item), (line.command, key)
        stored = not (self.input.no_journal or line.unreadable or self.input.in_module and not key)
        if line.unreadable or line.wrong_parameter:
            identity = identity if key else (line.command, content, object())
        elif not key:
            self.places[line.command, content] += 1
            place = self.places[line.command, content] if stored else object()
            identity = line.command, content, place
        return Command(line, line.command, cart, content, identity, stored)

    def answer(self, command):
        line = command.line
        has = self.journal.states()[command.identity] if command.stored else State()
        if line.unreadable or line.wrong_parameter:
            return self.refuse(has, 'BadLine')
        if line.unknown_session:
            return self.refuse(has, 'UnknownSession')
        if command.stored and command.name != 'Get':
            return self.journal.table(self, command)
        if command.name in UPDATES and not line.no_key:
            return self.refuse(has, 'JournalRequired')
        return self.send(command, has)

    def remember(self, command, answer):
        """Keeps what later lines and the exit code depend on."""
        line, cart, kind = command.line, command.cart, command.name
        if answer.outcome == 'Done' and kind != 'Submit':
            cart = answer.result.cart
            self.shown[cart] = answer.result.items
        (self.fresh.add if answer.fresh else self.fresh.discard)(cart)
        if kind in UPDATES or line.wrong_parameter or line.unreadable:
            kind = 'change'
        if answer.code and kind in ('change', 'Submit'):
            failed = kind, 'every cart' if line.unreadable else cart
            self.failed[failed] = min(answer.code, self.failed.get(failed, 4))
        self.codes.append(1 if answer.unstored else answer.code)
        self.answered.add(command.identity)

    def note(self, command, answer):
        """Notes that an answer was printed; this is not synced."""
        if (command.stored and answer.outcome == 'Done' and command.name != 'Submit'
                and not self.disk_full):
            self.journal.records.append(('printed', command.identity, {'response': answer.result}))

    def left_open(self):
        states = {} if self.input.no_journal else self.journal.states()
        return any(state.kind == 'open' and identity not in self.answered
                   for identity, state in states.items())

    def exit_code(self):
        codes = [code for code in (1, 3, 4) if code in self.codes] + [4] * self.left_open()
        return codes[0] if codes else 0

    @staticmethod
    def refuse(has, error, code=4):
        """What the journal has as open, partial or done is never answered NotSent."""
        return Answer('Unknown' if has.kept else 'NotSent', code, error)

    def hindrance(self, command, has):
        """Why nothing may be sent for a command, as an answer; or None."""
        depends_on = [('change', command.cart), ('change', 'every cart'), ('Submit', command.cart)]
        count = {'Set': 3, 'Add': 3, 'Submit': 2}.get(command.name, 0)
        failed = [self.failed[what] for what in depends_on[:count] if what in self.failed]
        if failed and not command.line.with_id and 'dependencies' not in self.broken:
            return self.refuse(has, 'EarlierCommandFailed', min(failed))
        if self.input.account == 'none':
            return self.refuse(has, 'NotSignedIn', 3)
        full = self.disk_full and command.name != 'Get'
        return self.refuse(has, 'JournalFull', 1) if full else None

    def send(self, command, has):
        """Sends a command, or sends it again, if nothing stands against it."""
        hindrance = self.hindrance(command, has)
        if hindrance or command.name == 'New':
            return hindrance or self.attempts(command, has, (command.line.item,))
        if command.name == 'Submit':
            return self.read_before_checkout(command, has) or self.attempts(command, has)
        cart = self.read(command)
        if cart.status != 'ok':
            return self.refuse(has, 'could not be read', 4 if cart.status == 'no' else 1)
        if command.name == 'Get':
            return Answer('Done', 0, result=cart, fresh=True)
        if has.kind == 'open':
            return self.settle_update(command, has, cart)
        if command.name == 'Set' and has.body and (
                cart.items not in (has.made_from, self.shown.get(command.cart))):
            return self.refuse(has, 'CartChanged')
        body = (cart.items if command.name == 'Add' else ()) + (command.line.item,)
        return self.attempts(command, has, body, cart.items)

    def settle_update(self, command, has, cart):
        """An open Set- or Add-: the cart shows whether it was done."""
        if cart.items == has.body:
            unstored = not self.store(command, 'done', cart)
            return Answer('Done', 0, result=cart, fresh=True, unstored=unstored)
        if cart.items == has.made_from and not has.repeat_rejected or (
                'read-open-updates' in self.broken):
            return self.attempts(command, has, has.body, has.made_from)
        return self.refuse(has, 'left as it is')

    def read_before_checkout(self, command, has):
        """What you were shown is what you buy: an answer if that is not so, else None."""
        shown = self.shown.get(command.cart)
        if shown is None and command.stored:
            shown = self.journal.last_printed(command.cart)
        if shown is None or command.cart in self.fresh or 'read-before-checkout' in self.broken:
            return None
        cart = self.read(command)
        if cart.status not in ('ok', 'no'):
            return self.refuse(has, 'could not be read', 1)
        changed = cart.status == 'ok' and cart.items != shown and not cart.ordered
        return self.refuse(has, 'CartChanged') if changed else None

    def read(self, command):
        attempts = 0
        while True:
            cart = self.ask(command, 'Get')
            attempts += cart.status != '429'
            if cart.status not in RETRIED or attempts == 2:
                return cart

    def attempts(self, command, has, body=None, made_from=None):
        """At most two: a record of the request, the request, a record of its answer."""
        is_open, repeat_rejected = has.kind == 'open', False
        first_of_key = command.name == 'New' and not command.line.no_key and has.kind == 'nothing'
        keep = 'request-id-stays' not in self.broken
        same = is_open and keep and command.name not in UPDATES or has.never_sent and not is_open
        derived = (command.identity, 'derived') if first_of_key else object()
        request_id = has.request_id if same else derived
        maybe_replay = (first_of_key or same) and 'replays-do-not-count' not in self.broken
        attempts = request = 0
        while attempts < 2:
            request += 1
            if not self.record(command, request_id, body, made_from, request):
                if request == 1:
                    return self.refuse(has, 'JournalFull', 1)
                break
            response = self.ask(command, command.name, request_id, body)
            self.step()                          # answered, not stored
            means = MEANINGS.get(response.status, 'later')
            if response.status == '409' and command.name not in UPDATES:
                means = 'open'
            if response.status == '5xx' and 'open-stays-open' in self.broken:
                means = 'later'
            unstored = not self.store(command, means, response)
            if means in ('done', 'partial'):
                fresh = means == 'done' and command.name != 'Submit' and not maybe_replay
                return Answer(means.capitalize(), 0 if means == 'done' else 4, result=response,
                              fresh=fresh, unstored=unstored)
            repeat_rejected |= is_open and means == 'rejected'
            is_open |= means == 'open'
            if response.status not in RETRIED or unstored:
                break
            attempts += response.status != '429'  # which only puts off
            anew = means == 'later' and not is_open and response.status != 'unsent'
            if anew and (command.stored or not first_of_key) or not keep:
                request_id = object()
        code = 4 if means == 'rejected' and not unstored else 1
        if is_open:
            return Answer('Unknown', 4 if repeat_rejected else 1, response.status)
        if has.result:
            return Answer('Partial', code, response.status, has.result)
        outcome = 'NotSent' if response.status == 'unsent' else 'Rejected'
        return Answer(outcome, code, response.status)

    def record(self, command, request_id, body, made_from, request):
        """Stores that a request is about to be sent; False if the disk is full."""
        if request >= 2 and 'record-each-request' in self.broken or not command.stored:
            return True
        self.records += 1
        self.disk_full |= self.records > self.input.disk_full_after
        return self.append(not self.disk_full, 'sent', command, {
            'content': command.content, 'account': self.input.account, 'cart': command.cart,
            'request_id': request_id, 'made_from': made_from, 'body': body})

    def store(self, command, means, response):
        """Stores an answer; False if there is no room for it."""
        if not command.stored:
            return True
        no_room = self.input.no_reserve and self.records >= self.input.disk_full_after
        self.disk_full |= no_room
        data = {'means': means, 'response': response}
        return self.append(not no_room, 'answered', command, data)

    def append(self, room, kind, command, data):
        if room:
            self.journal.records.append((kind, command.identity, data))
            self.step()                          # written, not synced
            if 'stored-is-synced' not in self.broken:
                self.journal.sync()
            self.step()                          # stored
        return room


# --- The user, and what was promised -----------------------------------------------------------

class User:
    """Writes the input, edits it between runs, and believes what was printed."""

    def __init__(self):
        self.carts, self.new_keys, self.outcomes = {}, Counter(), {}

    def cart(self, name):
        """None: not known yet, so the user can't write that line."""
        return self.carts.get(name[1:]) if name.startswith('@') else name

    def key(self, line):
        if line.new_key and self.outcomes.get(line.name) in ('NotSent', 'Rejected'):
            self.new_keys[line.name] += 1
        return '' if line.no_key else line.name + "'" * self.new_keys[line.name]

    def reads(self, line, answer):
        self.outcomes[line.name] = answer.outcome
        if line.command == 'New' and answer.outcome == 'Done':
            self.carts[line.name] = answer.result.cart

    @staticmethod
    def edit(rng, lines, new_line):
        for _ in range(rng.choice((0, 0, 1, 1, 2))):
            edit, at = rng.randrange(5), rng.randrange(len(lines) + 1)
            if edit < 2:
                lines.insert(at, new_line())
            elif edit == 2 and len(lines) > 1:
                lines.pop(at % len(lines))
            elif edit == 3:
                rng.shuffle(lines)
            elif rng.random() < .3:
                lines[:] = [rng.choice(lines)]
        twice = [n for n, line in enumerate(lines) if line in lines[:n]
                 and line.command == 'New' and line.no_key]
        lines[:] = [line for n, line in enumerate(lines) if n not in twice][:5]


class Promises:
    """Plays a history; each invariant yields a text for each breach."""

    def __init__(self, history, memory, broken=()):
        self.history, self.broken = history, broken
        self.service, self.journal = Service(memory, self.before_write), Journal()
        self.user, self.found, self.now, self.input = User(), [], 0, None
        self.one_journal = not any(given.no_journal for given in history)
        self.told, self.told_now = {'X': ('x',)}, {}     # line items in the last answer for a cart
        self.note_at_risk, self.failed_now = set(), set()
        self.seen_by, self.results, self.unstored = {}, {}, set()

    def expect(self, invariant, *facts):
        name = invariant.__name__.replace('_', ' ')
        self.found += [(name, text) for text in invariant(*facts)]

    def play(self):
        for given in self.history:
            self.run(given)
            if given.afterwards:
                what, cart = given.afterwards.split(' cart ')
                self.outside(what, self.user.cart(cart))
        if self.history:
            self.expect(self.the_until_loop_ends, self.history[-1])
            self.expect(self.one_key_makes_one_cart)
        return self.found

    def outside(self, what, cart):
        cart = self.service.carts.get(cart, Cart('', [()], ordered=True))
        cart.dropped |= what == 'drops'
        if what == 'adds to' and not cart.ordered:
            cart.states.append(cart.states[-1] + (f'other{self.now}',))
        if what == 'restores' and not cart.ordered:
            cart.states.append(cart.states[-2:][0])

    def run(self, given):
        self.now, self.input = self.now + 1, given
        self.told_now, self.note_at_risk, self.failed_now = {}, set(), set()
        steps, faults, outcomes = itertools.count(1), iter(given.requests), set()

        def step():
            if next(steps) == given.killed_at_step:
                raise Killed

        def ask(command, name, request_id=None, body=None):
            return self.service.answer(command, name, given.account, request_id, body,
                                       next(faults, ''))

        run = Run(given, self.journal, self.broken, step, ask)
        try:
            for number, line in enumerate(given.lines, 1):
                cart = self.user.cart(line.cart)
                if cart is None:
                    continue
                if number == given.change_before_line:
                    run.fresh.clear()
                    self.outside('adds to', cart)
                command = run.command(line, self.user.key(line), cart)
                answer = run.answer(command)
                run.remember(command, answer)
                step()                           # stored, not printed
                self.printed(command, answer, run)
                outcomes.add(answer.outcome)
                step()                           # printed, not noted
                run.note(command, answer)
                if answer.code == 3 and not line.with_id:
                    break                        # nothing more can succeed
        except Killed:
            if given.power_cut:
                del self.journal.records[self.journal.synced:]
            for cart in self.note_at_risk:
                self.told.pop(cart, None)
            return 1
        self.expect(self.exit_code_0_means_that_all_is_done, run, outcomes)
        return run.exit_code()

    def printed(self, command, answer, run):
        line, cart, done = command.line, command.cart, answer.outcome == 'Done'
        if not done and (line.wrong_parameter or line.unreadable or line.command in UPDATES):
            self.failed_now.add('every cart' if line.unreadable else cart)
        if line.unreadable:
            return
        self.user.reads(line, answer)
        self.unstored |= {command.identity} if answer.unstored else set()
        self.expect(self.what_was_done_is_not_told_as_not_done, command, answer)
        self.expect(self.cart_changed_has_a_reason, command, answer)
        if answer.outcome in ('Done', 'Partial') and command.name != 'Get':
            self.expect(self.what_is_told_as_done_was_done, command, answer)
        if done and command.stored and command.name != 'Get':
            self.expect(self.a_result_never_changes, command, answer.result)
        if done and command.name != 'Submit':
            cart, self.told_now[answer.result.cart] = answer.result.cart, answer.result.items
            if run.disk_full:
                self.told.pop(cart, None)        # can't be noted
            elif command.stored:
                self.told[cart] = answer.result.items
                self.note_at_risk -= {cart}
                if answer.from_journal or command.name == 'Get':
                    self.note_at_risk.add(cart)

    def before_write(self, command, cart, body):
        if command.name == 'Submit':
            self.expect(self.what_you_were_shown_is_what_you_buy, command, cart)
            self.expect(self.nothing_is_bought_twice, cart)
        else:
            self.expect(self.nothing_is_overwritten_unseen, command, cart, body)
            self.expect(self.nothing_is_added_twice, command, body)

    def last_told(self, command):
        before = self.told.get(command.cart) if self.one_journal and command.stored else None
        return self.told_now.get(command.cart, before)

    # The invariants

    def what_you_were_shown_is_what_you_buy(self, command, cart):
        told = self.last_told(command)
        if told not in (None, cart.states[-1]):
            yield f'{command.cart} is ordered as {cart.states[-1]}, the last answer said {told}'
        if self.failed_now & {command.cart, 'every cart'} and not command.line.with_id:
            yield f'{command.cart} is ordered although a change of it failed before'

    def cart_changed_has_a_reason(self, command, answer):
        sound = not any(g.killed_at_step or g.disk_full_after < FOREVER for g in self.history)
        if command.name == 'Submit' and answer.error == 'CartChanged' and sound:
            if self.last_told(command) == self.service.carts[command.cart].states[-1]:
                yield f'{command.line}: the cart is as the last answer said'

    def nothing_is_bought_twice(self, cart):
        forgotten = self.service.memory < FOREVER and self.unstored
        if self.one_journal and cart.maker and not cart.ordered and not forgotten:
            if any(c.ordered and c.maker == cart.maker for c in self.service.carts.values()):
                yield f'{cart.maker} is ordered twice'

    def nothing_is_added_twice(self, command, body):
        for item in body if self.one_journal else ():
            senders = {c.identity for c in self.service.done if c.line.item == item}
            if item[0] == '+' and body.count(item) > len(senders | {command.identity}):
                yield f'{item} stands twice in {command.cart}'

    def nothing_is_overwritten_unseen(self, command, cart, body):
        """What is sent again in a later run removes only what its sender had seen."""
        run, seen = self.seen_by.get(command.identity, (FOREVER, ()))
        allowed = body + seen + self.told_now.get(command.cart, ())
        lost = [item for item in cart.states[-1] if item not in allowed]
        if self.one_journal and run < self.now and lost:
            yield f'{command.line} removes {lost[0]}'
        seen = seen if run == self.now else ()   # an attempt before in this run
        self.seen_by[command.identity] = self.now, seen + cart.states[-1]

    def one_key_makes_one_cart(self):
        """As long as the service remembers, and no journal is left out after a rejection."""
        seen = {FAULTS[fault] for given in self.history for fault in given.requests if fault}
        items = {line.item for given in self.history for line in given.lines if line.name == 'p'}
        sent_anew = {status for status, done in seen if not done} - {'lost', 'unsent'}
        alike = len({given.no_journal for given in self.history}) == 1
        accounts = {given.account for given in self.history} - {'none'}
        made = Counter(done.identity for done in self.service.done
                       if done.name == 'New' and not done.line.no_key)
        if self.service.memory == FOREVER and len(accounts) < 2 and (
                alike or not sent_anew and len(items) < 2):
            yield from (f'{n} carts under key {key}' for (_, key), n in made.items() if n > 1)

    def what_was_done_is_not_told_as_not_done(self, command, answer):
        if self.one_journal and answer.outcome in ('NotSent', 'Rejected'):
            if any(done.identity == command.identity for done in self.service.done):
                yield f'{command.line} was done, answered {answer.outcome} ({answer.error})'

    def what_is_told_as_done_was_done(self, command, answer):
        result, cart = answer.result, self.service.carts[answer.result.cart]
        right = cart.states[-1] == result.items
        if command.name == 'New':
            right = cart.maker == command.line.name
        elif command.name == 'Submit':
            right = cart.ordered and result.cart == command.cart
        elif answer.from_journal:
            right = result.items in cart.states and result.cart == command.cart
        if not right:
            yield f'{command.line}: {result.items}'

    def a_result_never_changes(self, command, result):
        first = self.results.setdefault(command.identity, (result.cart, result.items))
        forgotten = command.identity in self.unstored and self.service.memory < FOREVER
        if first != (result.cart, result.items) and not forgotten:
            yield f'{command.line}: {first}, then {result.cart, result.items}'

    def exit_code_0_means_that_all_is_done(self, run, outcomes):
        if run.exit_code() == 0 and (outcomes - {'Done'} or run.left_open()):
            yield 'exit code 0'

    def the_until_loop_ends(self, last):
        lines = tuple(replace(line, new_key=False) for line in last.lines)
        healthy = Input(lines, (), 0, False, last.account, last.no_journal, last.in_module,
                        last.retry_rejected)
        if all(self.run(healthy) == 1 for _ in range(5)):
            yield 'exit code 1 for ever'


def check(history, memory, broken=()):
    return Promises(history, memory, broken).play()


# --- Searching ---------------------------------------------------------------------------------

NEW_CART = [
    Line('New', 'p', item='a'), Line('New', 'p', item='b'), Line('New', 'q', '', 'c', no_key=True),
    Line('Submit', 'c', '@p'), Line('Submit', 'd', '@p', no_key=True), Line('Submit', 'e', '@q'),
    Line('Set', 's', '@p', '1'), Line('Set', 't', '@p', 'a'), Line('Add', 'a', '@p', '+p'),
    Line('Add', 'b', '@p', '+q', no_key=True), Line('Get', 'g', '@p', no_key=True)]
OLD_CART = [
    Line('Set', 's1', 'X', '10'), Line('Set', 's2', 'X', '20'), Line('Set', 's0', 'X', 'x'),
    Line('Add', 'a1', 'X', '+A'), Line('Submit', 'x', 'X'), Line('Set', 's1', 'X', '11'),
    Line('Set', 'u1', 'X', '10', no_key=True), Line('Set', 'u2', 'X', '20', no_key=True),
    Line('Add', 'a2', 'X', '+B', no_key=True), Line('Submit', 'y', 'X', no_key=True),
    Line('Get', 'g', 'X', no_key=True)]


def random_history(seed):
    rng = random.Random(seed)
    pool = rng.choice((NEW_CART, NEW_CART, OLD_CART, OLD_CART, NEW_CART + OLD_CART))

    def maybe(chance, value=True, otherwise=False):
        return value if rng.random() < chance else otherwise

    def new_line():
        return replace(rng.choice(pool), with_id=maybe(.15), new_key=maybe(.3),
                       unknown_session=maybe(.01), wrong_parameter=maybe(.02),
                       unreadable=maybe(.02))

    lines, history, mixed = [new_line() for _ in range(rng.randint(1, 3))], [], maybe(.15)
    for _ in range(rng.randint(1, 4)):
        User.edit(rng, lines, new_line)
        requests = [maybe(.4, rng.choice(list(FAULTS)), '')
                    for _ in range(rng.choice((0, 2, 4, 8)))]
        what = rng.choice(('adds to', 'adds to', 'adds to', 'restores', 'restores', 'drops'))
        history.append(Input(
            tuple(lines), tuple(requests), maybe(.35, rng.randint(1, 25), 0), maybe(.5),
            account=maybe(.93, 'A', rng.choice(('B', 'B', 'none'))),
            no_journal=mixed and maybe(.5), in_module=maybe(.12),
            retry_rejected=maybe(.1), no_reserve=maybe(.4),
            disk_full_after=maybe(.05, rng.randint(0, 3), FOREVER),
            change_before_line=maybe(.08, rng.randint(1, 5), 0),
            afterwards=maybe(.15, f"{what} cart {rng.choice(('X', '@p'))}", '')))
    return tuple(history), rng.choice((FOREVER, FOREVER, 6, 0))


def small_histories():
    """Run 1: one or two lines, one fault or kill. Run 2: one to three. Then perhaps a checkout."""
    five, submit = OLD_CART[:5], OLD_CART[4]
    inputs = [lines for size in (1, 2, 3) for lines in itertools.permutations(five, size)]
    trouble = [{'requests': ('',) * place + (fault,)} for place in range(5)
               for fault in ('lost', 'done but lost', 'rejected', 'throttled')]
    trouble += [{'killed_at_step': step} for step in range(15)]
    others = '', 'adds to cart X', 'restores cart X'
    for first, second, bad, other in itertools.product(inputs[:25], inputs, trouble, others):
        history = Input(first, **bad, afterwards=other), Input(second)
        for end in ((), (Input((submit,)),)) if len(first) == 1 or not other else ():
            yield from ((history + end, memory) for memory in (FOREVER, 0))
    faults = ((), ('throttled',), ('', 'throttled'))
    for line, bad in itertools.product([NEW_CART[0]] + five, faults):
        for first, second, memory in itertools.product(range(15), range(15), (FOREVER, 0)):
            yield (Input((line,), bad, first), Input((line,), (), second, True)), memory


def simpler(thing):
    """Every tuple, or event, that is a little simpler."""
    if isinstance(thing, tuple):
        for n, part in enumerate(thing):
            yield thing[:n] + thing[n + 1:]
            yield from (thing[:n] + (simple,) + thing[n + 1:] for simple in simpler(part))
    elif isinstance(thing, Input):
        for name in ('lines', 'requests'):
            yield from (replace(thing, **{name: part}) for part in simpler(getattr(thing, name)))
    if isinstance(thing, (Input, Line)):
        for name in unusual(thing):
            if name != 'no_key':
                yield replace(thing, **{name: getattr(type(thing), name)})
    elif thing and isinstance(thing, str):
        yield ''                                 # a request with which nothing goes wrong


def shrunk(history, memory, broken, promise):
    for simple in simpler(history):
        if any(found == promise for found, _ in check(simple, memory, broken)):
            return shrunk(simple, memory, broken, promise)
    return history


def search(histories, broken):
    """Prints a summary line and, for each broken promise, the shortest history found."""
    played, counts, shortest = 0, Counter(), defaultdict(list)
    for history, memory in histories:
        played += 1
        for promise in {found for found, _ in check(history, memory, broken)}:
            counts[promise] += 1
            if counts[promise] <= 40:
                small = shrunk(history, memory, broken, promise)
                length = sum(len(str(event)) for event in small)
                shortest[promise].append((length, str(small), small, memory))
    found = ', '.join(f'{promise}: {n}' for promise, n in sorted(counts.items()))
    print(f"{played} histories; {found or 'no promise is broken'}")
    for promise, candidates in sorted(shortest.items()):
        *_, history, memory = min(candidates, key=lambda candidate: candidate[:2])
        text = dict(check(history, memory, broken))[promise]
        kept = 'for ever' if memory == FOREVER else f'for {memory} requests'
        print(f'\n{promise}: {text}', f'RequestIds are remembered {kept}', *history, sep='\n  ')
    return 1 if counts else 0


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog='RULE:\n' + '\n'.join(f'  {name:22}{text}' for name, text in RULES.items()))
    parser.add_argument('--seed', type=int, default=1, help='of the first history')
    parser.add_argument('--histories', type=int, default=20000)
    parser.add_argument('--exhaustive', action='store_true')
    parser.add_argument('--break', dest='broken', action='append', default=[], choices=RULES,
                        metavar='RULE')
    options = parser.parse_args()
    seeds = range(options.seed, options.seed + options.histories)
    histories = small_histories() if options.exhaustive else map(random_history, seeds)
    return search(histories, options.broken)


if __name__ == '__main__':
    sys.exit(main())
