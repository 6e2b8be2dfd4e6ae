"""Eight clients with 10,000 different texts: each answer is, byte for byte, what the command says of the text."""
import http.client
import json
import random
import threading

from service import SMALL, WAIT, ServiceTest, main, require_serve

CLIENTS, TEXTS = 8, 10000
PARTS = ["acute lymphoblastic leukaemia (ALL)", "CD10+", "CD19-", "asthma", "no asthma", "vincristine", "leukemias", "ALL", "the patient",
         "\u00e9t\u00e9", "\U0001f600", "B- and T-cell acute lymphoblastic leukaemia", "\"quoted\"", "a\\b", "<b>", "\t", "\n", "CD10, CD19 and CD20",
         "his mother had asthma", "MME", "3.5 mg/dL", "(see above)", "thrombo-\ncytopenia", "\u03b1", "x" * 300]


def make_texts():
    random.seed(7)
    return ["%d: %s" % (i, " ".join(random.choice(PARTS) for _ in range(random.randint(0, 40)))) for i in range(TEXTS)]


class Same(ServiceTest):
    options = ("--threads", "2", "--quiet")

    def ask(self, bodies, first, answers):
        connection = http.client.HTTPConnection("127.0.0.1", self.service.port, timeout=WAIT)
        for i in range(first, TEXTS, CLIENTS):
            connection.request("POST", "/tag", bodies[i], {"Content-Type": "application/json", "Accept-Encoding": "gzip;q=0"})
            answers[i] = connection.getresponse().read()
        connection.close()

    def test_every_answer(self):
        bodies = [json.dumps({"id": "n%d" % i, "text": text}, separators=(",", ":"), ensure_ascii=False).encode()
                  for i, text in enumerate(make_texts())]
        expected = self.good("tag", "-d", SMALL, "-f", "jsonl", "-o", "jsonl", stdin=b"\n".join(bodies) + b"\n").out.split(b"\n")[:-1]
        answers = [b""] * TEXTS
        clients = [threading.Thread(target=self.ask, args=(bodies, i, answers)) for i in range(CLIENTS)]
        for client in clients:
            client.start()
        for client in clients:
            client.join()
        self.assertEqual(len(expected), TEXTS)
        wrong = [i for i in range(TEXTS) if answers[i] != expected[i] + b"\n"]
        self.assertEqual(wrong[:5], [], wrong and (answers[wrong[0]][:300], expected[wrong[0]][:300]))
        self.assertGreater(sum(b'"start"' in answer for answer in answers), TEXTS // 2)


if __name__ == "__main__":
    require_serve()
    main()
