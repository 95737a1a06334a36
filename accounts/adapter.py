"""How allauth behaves here: accounts come from an administrator or an invitation, never from the sign-up page."""

from allauth.account.adapter import DefaultAccountAdapter


class InvitationOnlyAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        return False
