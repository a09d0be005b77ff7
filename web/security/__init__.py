"""What keeps visitors safe: headers, transport, forged requests, cookies, floods.

After OWASP ASVS 5.0 level 2; the reasons stand in docs/web.md.
"""
