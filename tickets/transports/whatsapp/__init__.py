"""The WhatsApp Business Cloud API as plain values: what comes in, what goes out, what its codes mean."""
