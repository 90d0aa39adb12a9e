#!/usr/bin/env python3
"""Writes random histories of journal_model.py, with what the model says must come out of them.

  python3 tests/model/export.py --histories 3000 | gzip -9n > tests/fixtures/model/histories.jsonl.gz

A line is a history: its runs, the lines of each as they are sent, what goes wrong, and the answers.
Left out is what a service on loopback can't do to one request: never to be reached.
"""
import argparse
import json

import journal_model as model


class Recorded(model.Promises):
    """Plays a history, and remembers what was sent and answered."""

    def __init__(self, history, memory):
        super().__init__(history, memory)
        self.runs = []

    finished = False
    was_killed = False
    is_running = False
    is_changed = False

    def run(self, given):
        if self.finished:
            return super().run(given)
        self.runs.append({'given': given, 'lines': [], 'exit': None})
        self.is_running, self.was_killed = True, True
        code = super().run(given)
        self.is_running = False
        self.runs[-1]['exit'] = None if given.killed_at_step and self.was_killed else code
        return code

    def outside(self, what, cart):
        self.is_changed = self.is_running
        super().outside(what, cart)

    def play(self):
        for given in self.history:
            self.run(given)
            if given.afterwards:
                what, cart = given.afterwards.split(' cart ')
                self.runs[-1]['afterwards'] = [what, self.user.cart(cart)]
                self.outside(what, self.user.cart(cart))
        self.finished = True
        return self.found

    def expect(self, invariant, *facts):
        if invariant.__name__ == 'exit_code_0_means_that_all_is_done':
            self.was_killed = False              # a run that was killed does not get so far
        super().expect(invariant, *facts)

    def printed(self, command, answer, run):
        line = self.runs[-1]['lines'][-1]
        result = answer.result if answer.outcome in ('Done', 'Partial') else None
        line['answer'] = {
            'outcome': answer.outcome, 'code': 1 if answer.unstored else answer.code,
            'error': answer.error,
            'cart': result.cart if result else '',
            'items': list(result.items) if result and command.name != 'Submit' else []}
        super().printed(command, answer, run)


def watched(recorded):
    """A Run that notes each command that it gets."""
    class Watched(model.Run):
        def command(self, line, key, cart):
            command = super().command(line, key, cart)
            if not recorded.finished:
                recorded.runs[-1]['lines'].append({
                    'command': line.command, 'key': key, 'cart': cart, 'item': line.item,
                    'withId': line.with_id, 'unknownSession': line.unknown_session,
                    'wrongParameter': line.wrong_parameter, 'unreadable': line.unreadable,
                    'isChangedBefore': recorded.is_changed, 'answer': None})
                recorded.is_changed = False
            return command
    return Watched


def exported(history, memory):
    original = model.Run
    recorded = Recorded(history, memory)
    model.Run = watched(recorded)
    try:
        recorded.play()
    finally:
        model.Run = original
    runs = []
    for run in recorded.runs:
        given = run['given']
        runs.append({
            'lines': run['lines'], 'exit': run['exit'], 'requests': list(given.requests),
            'killedAtStep': given.killed_at_step, 'powerCut': given.power_cut,
            'account': given.account, 'noJournal': given.no_journal, 'inModule': given.in_module,
            'retryRejected': given.retry_rejected,
            'diskFullAfter': given.disk_full_after if given.disk_full_after < 10**9 else -1,
            'noReserve': given.no_reserve,
            'afterwards': run.get('afterwards')})
    return {'memory': memory if memory < 10**9 else -1, 'runs': runs}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--histories', type=int, default=3000)
    parser.add_argument('--seed', type=int, default=1)
    options = parser.parse_args()
    del model.FAULTS['never sent']
    seed = options.seed
    written = 0
    while written < options.histories:
        history, memory = model.random_history(seed)
        seed += 1
        print(json.dumps(exported(history, memory), separators=(',', ':')))
        written += 1


if __name__ == '__main__':
    main()
