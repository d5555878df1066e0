"""What tests send to the simulated WhatsApp."""


def code(answer):
    return answer.json()["error"]["code"]
