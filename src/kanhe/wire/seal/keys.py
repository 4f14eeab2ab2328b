"""The keys of one line, never shown in a repr: ours to sign with, the peer's to verify with, shared ones; and the pair to come.

On the day of change the old and the new pair are both valid (SIG-08); before it only the old one, after it only the new one.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """app_id names the sender; private_key (64 hex) signs, public_key (128 hex) verifies. next_*: from change_day (yyyyMMdd) on.
    mac_key: text that an SM3 code is made with; cipher_key, cipher_iv: 32 hex each, for SM4."""

    app_id: str = "kanhe-test"
    private_key: str = field(default="", repr=False)
    public_key: str = field(default="", repr=False)
    next_private_key: str = field(default="", repr=False)
    next_public_key: str = field(default="", repr=False)
    change_day: str = ""
    mac_key: str = field(default="", repr=False)
    cipher_key: str = field(default="", repr=False)
    cipher_iv: str = field(default="", repr=False)

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must be written nowhere."""
        found = (self.private_key, self.next_private_key, self.mac_key, self.cipher_key, self.cipher_iv)
        return tuple(one for one in found if one)

    def signing(self, day: str) -> str:
        """The private key to sign with on a day: the old one until the day of change is over."""
        return self.next_private_key if self.change_day and day > self.change_day and self.next_private_key else self.private_key

    def verifying(self, day: str) -> tuple[str, ...]:
        """The peer's public keys that are valid on a day; one that tells no day takes the old one."""
        if not self.change_day or not self.next_public_key or day < self.change_day:
            return (self.public_key,)
        return (self.public_key, self.next_public_key) if day == self.change_day else (self.next_public_key,)


_ANNEX_PRIVATE = "3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8"
_ANNEX_PUBLIC = (
    "09F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020"
    "CCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13"
)
TEST_KEYS = Keys(private_key=_ANNEX_PRIVATE, public_key=_ANNEX_PUBLIC, mac_key="kanhe-test-mac-key",
                 cipher_key="0123456789abcdeffedcba9876543210", cipher_iv="00112233445566778899aabbccddeeff")
"""The published example key of GM/T 0003 and other well-known figures: for simulators only, never for a live peer."""
STRANGER = "1111111111111111111111111111111111111111111111111111111111111111"
"""A private key that belongs to nobody, for forgeries."""
