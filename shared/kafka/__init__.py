"""Events over Kafka: CloudEvents 1.0 in binary mode, one topic a service, one key a stream."""

from shared.kafka.consumer import run_consumer
from shared.kafka.publisher import EventTooLarge, KafkaPublisher
from shared.kafka.topics import TOPICS, OtherPartitions, ensure_topics

__all__ = [
    "TOPICS",
    "EventTooLarge",
    "KafkaPublisher",
    "OtherPartitions",
    "ensure_topics",
    "run_consumer",
]
