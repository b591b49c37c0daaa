"""Events over Kafka: CloudEvents 1.0 in binary mode, one topic a service, one key a stream."""
