import threading

import pytest

from simulator.web.jobs import BusyError, Jobs, Progress, StoppedError


def test_one_job_at_a_time_and_progress_while_it_runs() -> None:
    jobs, begun, end = Jobs(), threading.Event(), threading.Event()
    seen: list[Progress] = []

    def work(advance) -> str:
        advance(3)
        seen.append(jobs.progress)
        begun.set()
        assert end.wait(10)
        return "done"

    found: list[str] = []
    thread = threading.Thread(target=lambda: found.append(jobs.run(10, work)))
    thread.start()
    assert begun.wait(10)
    with pytest.raises(BusyError):
        jobs.run(1, lambda advance: None)
    end.set()
    thread.join(10)
    assert found == ["done"]
    assert seen == [Progress(True, 3, 10)]
    assert jobs.progress == Progress(False, 0, 0)


def test_a_job_stops_when_asked_and_the_next_one_runs() -> None:
    jobs = Jobs()

    def work(advance) -> None:
        assert jobs.stop()
        advance(1)

    with pytest.raises(StoppedError, match="stopped"):
        jobs.run(2, work)
    assert not jobs.stop()
    assert jobs.run(1, lambda advance: 5) == 5


def test_a_job_that_takes_too_long_is_stopped() -> None:
    with pytest.raises(StoppedError, match="fewer runs"):
        Jobs(longest=-1.0).run(2, lambda advance: advance(1))


def test_a_job_that_fails_frees_the_place() -> None:
    jobs = Jobs()
    with pytest.raises(ZeroDivisionError):
        jobs.run(1, lambda advance: 1 // 0)
    assert jobs.run(1, lambda advance: 5) == 5
