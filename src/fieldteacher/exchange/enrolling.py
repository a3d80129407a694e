"""How a new laptop proves to the office that it was invited."""

from __future__ import annotations

import hashlib
import hmac

from fieldteacher.domain.exchange import Enrolment, Station


def enrol(invite: str, secret: str, station: Station) -> Enrolment:
    """What ``station`` shows with its packages until the office knows it. ``secret`` came with the invitation."""
    return Enrolment(invite=invite, station=station, proof=_proof(invite, secret, station))


def proven(enrolment: Enrolment, secret: str) -> bool:
    """Whether an enrolment was made by somebody who has the invitation's secret."""
    return hmac.compare_digest(_proof(enrolment.invite, secret, enrolment.station), enrolment.proof)


def _proof(invite: str, secret: str, station: Station) -> str:
    parts = ("fieldteacher enrolment 1", invite, station.sign_key, station.age_key, station.device)
    return hmac.new(secret.encode(), "\n".join(parts).encode(), hashlib.sha256).hexdigest()
